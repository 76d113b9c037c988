"""English phrases that lower layers put into values: places, scales, requests, what is wrong.

Those layers write them in English, for the command line and for files. The window finds the
template that a text was made of and puts it into its own language; a text without one stays as it
is. A name in braces stands for what varies; "Phrase" is the context of them all. Words of codes
are marked in the same context where their tables stand.
"""

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

PLACES: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Phrase", "register {register}"),
    QT_TRANSLATE_NOOP("Phrase", "register {register}, byte {bytes}"),
    QT_TRANSLATE_NOOP("Phrase", "register {register}, high byte"),
    QT_TRANSLATE_NOOP("Phrase", "register {register}, low byte"),
    QT_TRANSLATE_NOOP("Phrase", "register {register}, parameter {number}"),
    QT_TRANSLATE_NOOP("Phrase", "register {register} bit {bit}"),
    QT_TRANSLATE_NOOP("Phrase", "{register}, byte {bytes}"),
    QT_TRANSLATE_NOOP("Phrase", "{register}, high byte"),
    QT_TRANSLATE_NOOP("Phrase", "{register}, low byte"),
    QT_TRANSLATE_NOOP("Phrase", "{register}, parameter {number}"),
    QT_TRANSLATE_NOOP("Phrase", "{register} bit {bit}"),
    QT_TRANSLATE_NOOP("Phrase", "holding {register}"),
    QT_TRANSLATE_NOOP("Phrase", "input {register}"),
    QT_TRANSLATE_NOOP("Phrase", "coil {register}"),
    QT_TRANSLATE_NOOP("Phrase", "discrete {register}"),
)
"""Where a value stands (`device.origins.Origin.place`), with and without its first word."""

SCALES: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Phrase", "{kind}, bit {bit}"),
    QT_TRANSLATE_NOOP("Phrase", "{kind}, bits {bits}"),
    QT_TRANSLATE_NOOP("Phrase", "u8, high and low half"),
    QT_TRANSLATE_NOOP("Phrase", "u16 cells 1-16, u16 cells 17-32, bits"),
    QT_TRANSLATE_NOOP("Phrase", "u16, bits 9-15 year - 2000, 5-8 month, 0-4 day"),
    QT_TRANSLATE_NOOP("Phrase", "bits 0-14 × 0.1 mΩ, × 0.01 mΩ with bit 15"),
    QT_TRANSLATE_NOOP("Phrase", "{scale}, ten times that with bit 12 of register 2D"),
    QT_TRANSLATE_NOOP("Phrase", "bits {bits}, code of {codes}"),
    QT_TRANSLATE_NOOP("Phrase", "bits {bits}, code of {codes} mV over the shunt"),
    QT_TRANSLATE_NOOP("Phrase", "length byte, ASCII"),
    QT_TRANSLATE_NOOP("Phrase", "hex"),
    QT_TRANSLATE_NOOP("Phrase", "text"),
    QT_TRANSLATE_NOOP("Phrase", "clock"),
    QT_TRANSLATE_NOOP("Phrase", "date"),
    QT_TRANSLATE_NOOP("Phrase", "high"),
    QT_TRANSLATE_NOOP("Phrase", "high {scale}"),
    QT_TRANSLATE_NOOP("Phrase", "low"),
    QT_TRANSLATE_NOOP("Phrase", "low {scale}"),
    QT_TRANSLATE_NOOP("Phrase", "{kind} (tower)"),
    QT_TRANSLATE_NOOP("Phrase", "{kind} (tower) {scale}"),
    QT_TRANSLATE_NOOP("Phrase", "{kind} (sign_bit)"),
    QT_TRANSLATE_NOOP("Phrase", "{kind} (sign_bit) {scale}"),
    QT_TRANSLATE_NOOP("Phrase", "{kind} (bcd)"),
    QT_TRANSLATE_NOOP("Phrase", "{kind} (bcd) {scale}"),
)
"""How bytes become a value (`Origin.scale`); "u16 × 0.01 V" is the same in every language."""

MASTERS: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Phrase", "{what}, every {seconds} s"),
    QT_TRANSLATE_NOOP("Phrase", "reads coils {first} to {last} of address {address} (Modbus)"),
    QT_TRANSLATE_NOOP("Phrase", "reads registers {first} to {last} of address {address} (Modbus)"),
    QT_TRANSLATE_NOOP("Phrase", "writes coils {first} to {last} of address {address} (Modbus)"),
    QT_TRANSLATE_NOOP("Phrase", "writes registers {first} to {last} of address {address} (Modbus)"),
    QT_TRANSLATE_NOOP("Phrase", "reads basic info (JBD)"),
    QT_TRANSLATE_NOOP("Phrase", "reads cell voltages (JBD)"),
    QT_TRANSLATE_NOOP("Phrase", "reads the name (JBD)"),
    QT_TRANSLATE_NOOP("Phrase", "reads the protection counters (JBD)"),
    QT_TRANSLATE_NOOP("Phrase", "enters the factory mode (JBD)"),
    QT_TRANSLATE_NOOP("Phrase", "leaves the factory mode (JBD)"),
    QT_TRANSLATE_NOOP("Phrase", "switches the MOSFETs (JBD)"),
    QT_TRANSLATE_NOOP("Phrase", "reads register {register} (JBD)"),
    QT_TRANSLATE_NOOP("Phrase", "writes register {register} (JBD)"),
)
"""What another master on the bus does (`Driver.request_words`), and how often."""

REQUESTS: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Phrase", "basic info"),
    QT_TRANSLATE_NOOP("Phrase", "cell voltages"),
    QT_TRANSLATE_NOOP("Phrase", "counters"),
    QT_TRANSLATE_NOOP("Phrase", "name"),
    QT_TRANSLATE_NOOP("Phrase", "setting {register}"),
    QT_TRANSLATE_NOOP("Phrase", "parameters"),
    QT_TRANSLATE_NOOP("Phrase", "parameters from {number}"),
    QT_TRANSLATE_NOOP("Phrase", "raw bytes"),
    QT_TRANSLATE_NOOP("Phrase", "coils {first} to {last}"),
    QT_TRANSLATE_NOOP("Phrase", "holding registers {first} to {last}"),
    QT_TRANSLATE_NOOP("Phrase", "input registers {first} to {last}"),
    QT_TRANSLATE_NOOP("Phrase", "settings_read"),
)
"""What was asked of a board (`Request.what`), for errors."""

WRONG: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Phrase", "a number"),
    QT_TRANSLATE_NOOP("Phrase", "a whole number"),
    QT_TRANSLATE_NOOP("Phrase", "a text"),
    QT_TRANSLATE_NOOP("Phrase", "plain ASCII"),
    QT_TRANSLATE_NOOP("Phrase", "a date like 2026-11-22 between 2000 and 2127"),
    QT_TRANSLATE_NOOP("Phrase", "a value of {kind}"),
    QT_TRANSLATE_NOOP("Phrase", "bytes"),
    QT_TRANSLATE_NOOP("Phrase", "off, or seconds up to {seconds}"),
    QT_TRANSLATE_NOOP("Phrase", "{number} bytes, at least {least} are needed"),
    QT_TRANSLATE_NOOP("Phrase", "{number} bytes instead of {least}"),
    QT_TRANSLATE_NOOP("Phrase", "{number} bytes are no whole number of cells"),
    QT_TRANSLATE_NOOP("Phrase", "{number} counters, at least {least} are needed"),
    QT_TRANSLATE_NOOP("Phrase", "it names {ntcs} sensors, its {number} bytes do not hold them"),
    QT_TRANSLATE_NOOP("Phrase", "it is a board of another kind"),
    QT_TRANSLATE_NOOP("Phrase", "it has no scheme"),
    QT_TRANSLATE_NOOP("Phrase", "it names no port, host, file or model"),
    QT_TRANSLATE_NOOP("Phrase", "tcp needs host:port, the port between 1 and 65535"),
    QT_TRANSLATE_NOOP("Phrase", "no MBTiles: {error}"),
    QT_TRANSLATE_NOOP("Phrase", "it holds no tiles"),
    QT_TRANSLATE_NOOP("Phrase", "its tiles are no pictures; vector tiles cannot be shown"),
    QT_TRANSLATE_NOOP("Phrase", "it is no UTF-8 text"),
    QT_TRANSLATE_NOOP("Phrase", "it is too large for a profile"),
    QT_TRANSLATE_NOOP("Phrase", "no {format} header"),
    QT_TRANSLATE_NOOP("Phrase", "the header lacks a protocol or a valid start time"),
    QT_TRANSLATE_NOOP("Phrase", "not text"),
    QT_TRANSLATE_NOOP("Phrase", "not JSON"),
    QT_TRANSLATE_NOOP("Phrase", "not a JSON object"),
    QT_TRANSLATE_NOOP("Phrase", "no time or no bytes"),
    QT_TRANSLATE_NOOP("Phrase", "bad hex"),
    QT_TRANSLATE_NOOP("Phrase", "direction is not rx or tx"),
    QT_TRANSLATE_NOOP("Phrase", "the history is closed"),
)
"""What a value should be, or what is wrong with a file, an address or a reply."""

SERVER: tuple[str, ...] = (
    QT_TRANSLATE_NOOP(
        "Phrase",
        "Fences under {metres} m of radius may miss crossings or tell them late: "
        "positions between houses are off by as much.",
    ),
)
"""What a server warns of (`server.rides.fence_area.warnings`)."""

PHRASES: tuple[str, ...] = (*PLACES, *SCALES, *MASTERS, *REQUESTS, *WRONG, *SERVER)
