"""Settings: the only way into an experiment. A frozen dataclass whose annotations say what each field may be.

    @dataclass(frozen=True, kw_only=True)
    class MySettings(SeededSettings):
        lr: Annotated[float, LogRangeField(1e-4, 10), Live, Label("learning rate")] = 0.05
        adam: AdamSettings = AdamSettings()          # nested: its fields are adam.lr, adam.beta1 …

A change of a field has one of three effects: it restarts the run (the default), it is live (taken into account by the
next update), or it is for display (only views read it). The form, `--set` and the tests are made from
`fields(MySettings)`. A settings value is frozen for good: a change makes a new one, and a run asks for the newest.

settings.py  the base classes, what a field is, and how one is changed
field.py     what all kinds of fields share      scalars.py, arrays.py   the kinds
changes.py   changes as values: what a form or a gesture in a panel asks for
compare.py   what differs from a preset, and the text forms
"""

from core.settings.arrays import IntsField, MatrixField, PixelsField, PointField, PointsField, SparseField
from core.settings.changes import (
    AddPoint,
    Change,
    MovePoint,
    PaintPixels,
    RemovePoint,
    SetCell,
    SetEntry,
    SetValue,
)
from core.settings.compare import as_text, changed, changed_fields, changes_between, differences, differing
from core.settings.field import FieldKind
from core.settings.scalars import (
    ChoiceField,
    ChoiceFromField,
    FileField,
    FlagField,
    LogRangeField,
    ManyField,
    ManyFromField,
    RangeField,
    TextField,
)
from core.settings.settings import (
    Display,
    Effect,
    Field,
    Label,
    Live,
    SeededSettings,
    Settings,
    Shown,
    assign,
    assign_all,
    field_at,
    fields,
    get,
    replaced,
    with_value,
)

__all__ = [
    "AddPoint",
    "Change",
    "ChoiceField",
    "ChoiceFromField",
    "Display",
    "Effect",
    "Field",
    "FieldKind",
    "FileField",
    "FlagField",
    "IntsField",
    "Label",
    "Live",
    "LogRangeField",
    "ManyField",
    "ManyFromField",
    "MatrixField",
    "MovePoint",
    "PaintPixels",
    "PixelsField",
    "PointField",
    "PointsField",
    "RangeField",
    "RemovePoint",
    "SeededSettings",
    "SetCell",
    "SetEntry",
    "SetValue",
    "Settings",
    "Shown",
    "SparseField",
    "TextField",
    "as_text",
    "assign",
    "assign_all",
    "changed",
    "changed_fields",
    "changes_between",
    "differences",
    "differing",
    "field_at",
    "fields",
    "get",
    "replaced",
    "with_value",
]
