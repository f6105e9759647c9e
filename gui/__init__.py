"""The window. It imports core, core never imports it; `runner` is the only file here that knows threads."""
