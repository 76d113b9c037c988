<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
</TS>
