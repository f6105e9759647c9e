"""An experiment described for another program: what `--list --json` prints."""

from __future__ import annotations

from core.run.experiment import Experiment
from core.settings import fields, get


def description(experiment: Experiment, title: str) -> dict[str, object]:
    """Id, chapter, title, settings with what they may be and their defaults, presets, panels."""
    return {
        "id": experiment.id,
        "chapter": experiment.chapter,
        "title": title,
        "settings": [
            {
                "name": f.path,
                "label": f.label,
                "allowed": f.kind.allowed(),
                "default": f.kind.format(f.default),
                "effect": f.effect.value,
            }
            for f in fields(experiment.settings)
        ],
        "presets": [
            {
                "name": preset.name,
                "pace": preset.pace.value,
                "steps": preset.steps,
                "settings": {f.path: f.kind.format(get(preset.settings, f.path)) for f in fields(experiment.settings)},
            }
            for preset in experiment.presets
        ],
        "panels": [{"name": v.channel, "title": v.title or v.channel, "area": v.area} for v in experiment.views],
    }
