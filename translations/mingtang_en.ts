<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
