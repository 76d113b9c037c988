"""What can be asked of a battery and its tracker: one typed body for each kind."""

from collections.abc import Callable, Sequence
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.wire.jt808.octets import text_bytes
from mingtang_desk.wire.jt808.parameters import PARAMETER_IDS, Parameter, parameter

Hex = Annotated[
    str,
    StringConstraints(pattern=r"^([0-9A-Fa-f]{2})+$", min_length=2, max_length=2048, strict=True),
]
SettingKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Whole = Annotated[int, Field(ge=-(10**12), le=10**12)]
Value = bool | Whole | float | Annotated[str, StringConstraints(max_length=256)]
_CONTROLS = tuple(each.value for each in Action if each is not Action.UNDO_FACTORY_RESET)
"""A factory reset is not undone here: the settings from before are in its log, to be written."""


def _one_of(known: Sequence[str]) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in known:
            raise ValueError("there is no such name")
        return value

    return check


ParameterKey = Annotated[
    str,
    AfterValidator(_one_of(tuple(PARAMETER_IDS))),
    Field(json_schema_extra={"enum": sorted(PARAMETER_IDS)}),
]
ControlAction = Annotated[
    str, AfterValidator(_one_of(_CONTROLS)), Field(json_schema_extra={"enum": list(_CONTROLS)})
]
Number32 = Annotated[int, Field(ge=0, le=0xFFFFFFFF, strict=True)]
ParameterText = Annotated[str, StringConstraints(max_length=200, strict=True)]
Channel = Annotated[int, Field(ge=0, le=0xFF)]


class Ask(BaseModel):
    """What all kinds have.

    `id` is a UUID that the client makes: the same one again gives the same command.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    id: Annotated[
        str,
        StringConstraints(
            pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
            to_lower=True,
        ),
    ]
    expires_in_s: Annotated[int, Field(ge=1, le=7 * 86_400)] | None = Field(
        None, description="Seconds to be sent within, from `not_before` on; each class has a limit."
    )
    not_before: AwareDatetime | None = Field(None, description="Not to be sent earlier.")
    confirm: bool = Field(False, description="Has to be true for what is momentary.")
    override_interlock: bool = Field(
        False, description="By an owner: also while the vehicle moves."
    )


class Locate(Ask):
    """Where are you now? 0x8201."""

    kind: Literal["locate"]


class Restart(Ask):
    """Restart the tracker: 0x8105 word 4; done when it has logged in again."""

    kind: Literal["restart"]


class FactoryReset(Ask):
    """Reset the tracker to its factory's parameters: 0x8105 word 5."""

    kind: Literal["factory_reset"]


class ParametersRead(Ask):
    """Read parameters of the tracker: 0x8104, or 0x8106 for some."""

    kind: Literal["parameters_read"]
    keys: Annotated[list[ParameterKey], Field(max_length=40)] | None = None


class ParametersSet(Ask):
    """Set parameters of the tracker: 0x8103, then read back."""

    kind: Literal["parameters_set"]
    parameters: Annotated[
        dict[ParameterKey, Number32 | ParameterText], Field(min_length=1, max_length=40)
    ]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        self.wanted()
        return self

    def wanted(self) -> list[Parameter]:
        """Return what is set, as it goes over the line.

        Raises:
            ValueError: a value is of another kind, or does not fit.
        """
        return [parameter(key, value) for key, value in self.parameters.items()]


class Track(Ask):
    """Report more often for a while: 0x8202; 0 ends it."""

    kind: Literal["track"]
    interval_s: Annotated[int, Field(ge=0, le=65_535)]
    validity_s: Annotated[int, Field(ge=1, le=7 * 86_400)] = 600


FenceId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]


class FenceCopy(Ask):
    """Copy a fence of this battery to its tracker, which then watches too: 0x8600 or 0x8604.

    JT/T 808 of 2013 has no way to read it back: an acknowledgement is all there is to know. The
    copy is always on, whatever the hours of the fence, and does not follow later changes.
    """

    kind: Literal["fence_copy"]
    fence: FenceId


class FenceDelete(Ask):
    """Take a fence off the tracker: 0x8601 or 0x8605; `tracker_id` as the fence has it."""

    kind: Literal["fence_delete"]
    tracker_id: Annotated[int, Field(ge=1, le=0xFFFFFFFF)]
    shape: Literal["circle", "polygon"]


class Text(Ask):
    """A text for the tracker, many of which take commands of their own this way: 0x8300."""

    kind: Literal["text"]
    text: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    flags: Annotated[int, Field(ge=0, le=255)] = 4

    @field_validator("text")
    @classmethod
    def _fits(cls, value: str) -> str:
        text_bytes(value)  # GBK has not everything
        return value


class BmsRead(Ask):
    """Read from the board behind the tracker."""

    kind: Literal["bms_read"]
    what: Literal["sample", "settings", "stats"] = "sample"
    background: bool = Field(False, description="After everything else that waits.")


class KnownWarning(BaseModel):
    """A warning that somebody has read: which rule, about which settings with which values."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    rule: Annotated[SettingKey, Field(description="As `warned` in a result has it.")]
    keys: Annotated[
        list[SettingKey],
        Field(min_length=1, max_length=20, description="Settings that the warning is about."),
    ]
    values: Annotated[
        list[Value],
        Field(min_length=1, max_length=20, description="What stood, or would stand, under them."),
    ]


class BmsWrite(Ask):
    """Write settings of the board, each of them read back.

    Nothing is written where the rules warn of more than `accepted_warnings` names.
    """

    kind: Literal["bms_write"]
    settings: Annotated[dict[SettingKey, Value], Field(min_length=1, max_length=100)]
    acknowledge_warnings: bool = False
    accepted_warnings: Annotated[list[KnownWarning], Field(max_length=100)] | None = None
    dry_run: bool = Field(False, description="Tell what it would be warned of; write nothing.")


class BmsControl(Ask):
    """Switch something on the board, and read the state back."""

    kind: Literal["bms_control"]
    action: ControlAction
    value: bool | float | Literal["on", "off"] | None = None


class BmsRequest(Ask):
    """Bytes for the board, unchanged; the result holds the bytes of its reply."""

    kind: Literal["bms_request"]
    hex: Hex
    channel: Channel = 0x41


class Raw(Ask):
    """A whole message to the tracker, for admins."""

    kind: Literal["raw"]
    message_id: Annotated[int, Field(ge=0x8000, le=0xFFFF)]
    hex: Annotated[
        str, StringConstraints(pattern=r"^([0-9A-Fa-f]{2})*$", max_length=2046, strict=True)
    ] = ""


Order = Annotated[
    Locate
    | Restart
    | FactoryReset
    | ParametersRead
    | ParametersSet
    | Track
    | FenceCopy
    | FenceDelete
    | Text
    | BmsRead
    | BmsWrite
    | BmsControl
    | BmsRequest
    | Raw,
    Field(discriminator="kind"),
]
