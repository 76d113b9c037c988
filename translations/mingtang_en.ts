<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AlarmFoot</name>
    <message numerus="yes">
        <source>Acknowledge %n</source>
        <translation>
            <numerusform>Acknowledge %n</numerusform>
            <numerusform>Acknowledge %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AlarmNotices</name>
    <message numerus="yes">
        <source>%n more alarm(s)</source>
        <translation>
            <numerusform>%n more alarm</numerusform>
            <numerusform>%n more alarms</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AlarmSwitches</name>
    <message numerus="yes">
        <source>Save %n change(s)</source>
        <translation>
            <numerusform>Save %n change</numerusform>
            <numerusform>Save %n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ApplyPage</name>
    <message numerus="yes">
        <source>%n more are left out: write to them in another run.</source>
        <translation>
            <numerusform>%n more is left out: write to it in another run.</numerusform>
            <numerusform>%n more are left out: write to them in another run.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BankPanel</name>
    <message numerus="yes">
        <source>%n stand(s) out</source>
        <translation>
            <numerusform>%n stands out</numerusform>
            <numerusform>%n stand out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FenceEditor</name>
    <message numerus="yes">
        <source>%n batteries</source>
        <translation>
            <numerusform>%n battery</numerusform>
            <numerusform>%n batteries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FinderView</name>
    <message numerus="yes">
        <source>Connect all %n</source>
        <translation>
            <numerusform>Connect %n</numerusform>
            <numerusform>Connect all %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Searching, %n found</source>
        <translation>
            <numerusform>Searching, %n found</numerusform>
            <numerusform>Searching, %n found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) found. Click to connect.</source>
        <translation>
            <numerusform>%n board found. Click to connect.</numerusform>
            <numerusform>%n boards found. Click to connect.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FleetListPanel</name>
    <message numerus="yes">
        <source>%n batteries saved.</source>
        <translation>
            <numerusform>%n battery saved.</numerusform>
            <numerusform>%n batteries saved.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FootLine</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Headline</name>
    <message numerus="yes">
        <source>%n active protection(s)</source>
        <translation>
            <numerusform>%n active protection</numerusform>
            <numerusform>%n active protections</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MileagePanel</name>
    <message numerus="yes">
        <source>%n trip(s)</source>
        <translation>
            <numerusform>%n trip</numerusform>
            <numerusform>%n trips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoteLine</name>
    <message numerus="yes">
        <source>%n numbers were not found:</source>
        <translation>
            <numerusform>%n number was not found:</numerusform>
            <numerusform>%n numbers were not found:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OwnerPage</name>
    <message numerus="yes">
        <source>%n more character(s) needed</source>
        <translation>
            <numerusform>%n more character needed</numerusform>
            <numerusform>%n more characters needed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At least %n characters; several words are a good one.</source>
        <translation>
            <numerusform>At least %n character; several words are a good one.</numerusform>
            <numerusform>At least %n characters; several words are a good one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PasswordSection</name>
    <message numerus="yes">
        <source>%n more character(s) needed</source>
        <translation>
            <numerusform>%n more character needed</numerusform>
            <numerusform>%n more characters needed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At least %n characters. All other sessions end.</source>
        <translation>
            <numerusform>At least %n character. All other sessions end.</numerusform>
            <numerusform>At least %n characters. All other sessions end.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Share</name>
    <message numerus="yes">
        <source>writing allowed, %n min left</source>
        <translation>
            <numerusform>writing allowed, %n min left</numerusform>
            <numerusform>writing allowed, %n min left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n looking</source>
        <translation>
            <numerusform>%n looking</numerusform>
            <numerusform>%n looking</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShelfPage</name>
    <message numerus="yes">
        <source>Choose a set for %n batteries</source>
        <translation>
            <numerusform>Choose a set for %n battery</numerusform>
            <numerusform>Choose a set for %n batteries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message numerus="yes">
        <source>%n bad frame(s)</source>
        <translation>
            <numerusform>%n bad frame</numerusform>
            <numerusform>%n bad frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n retried</source>
        <translation>
            <numerusform>%n retried</numerusform>
            <numerusform>%n retried</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s), show them in Status</source>
        <translation>
            <numerusform>%n warning, show it in Status</numerusform>
            <numerusform>%n warnings, show them in Status</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrackBusy</name>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n point</numerusform>
            <numerusform>%n points</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrackNote</name>
    <message numerus="yes">
        <source>%n report(s) without a place left out.</source>
        <translation>
            <numerusform>%n report without a place left out.</numerusform>
            <numerusform>%n reports without a place left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n report(s) that leap left out.</source>
        <translation>
            <numerusform>%n report that leaps left out.</numerusform>
            <numerusform>%n reports that leap left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n report(s) of the same time left out.</source>
        <translation>
            <numerusform>%n report of the same time left out.</numerusform>
            <numerusform>%n reports of the same time left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrackRides</name>
    <message numerus="yes">
        <source>%n trip(s)</source>
        <translation>
            <numerusform>%n trip</numerusform>
            <numerusform>%n trips</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stop(s)</source>
        <translation>
            <numerusform>%n stop</numerusform>
            <numerusform>%n stops</numerusform>
        </translation>
    </message>
</context>
</TS>
