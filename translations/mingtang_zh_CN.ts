<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AcceptBox</name>
    <message>
        <source>Although the file was changed by hand</source>
        <translation>即使文件被手工修改过</translation>
    </message>
    <message>
        <source>Also to packs that are set for other cells</source>
        <translation>也写入按其他电池类型设置的电池</translation>
    </message>
    <message>
        <source>Also to packs with another number of cells</source>
        <translation>也写入电池串数不同的电池</translation>
    </message>
</context>
<context>
    <name>AccountPage</name>
    <message>
        <source>The server on this computer does not answer.</source>
        <translation>本机服务器没有应答。</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>重新启动</translation>
    </message>
</context>
<context>
    <name>AccountPanel</name>
    <message>
        <source>The client of the cloud is not installed.</source>
        <translation>未安装云端客户端。</translation>
    </message>
    <message>
        <source>Opening the last login…</source>
        <translation>正在打开上次的登录…</translation>
    </message>
</context>
<context>
    <name>AccountTree</name>
    <message>
        <source>Accounts</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Accounts and how many batteries each has</source>
        <translation>各账户及其电池数量</translation>
    </message>
    <message>
        <source>Read the accounts again</source>
        <translation>重新读取账户</translation>
    </message>
    <message>
        <source>All accounts</source>
        <translation>全部账户</translation>
    </message>
</context>
<context>
    <name>Age</name>
    <message>
        <source>{n} s ago</source>
        <translation>{n} 秒前</translation>
    </message>
    <message>
        <source>{n} min ago</source>
        <translation>{n} 分钟前</translation>
    </message>
    <message>
        <source>{n} h ago</source>
        <translation>{n} 小时前</translation>
    </message>
    <message>
        <source>{n} d ago</source>
        <translation>{n} 天前</translation>
    </message>
</context>
<context>
    <name>AgreementPage</name>
    <message>
        <source>User agreement</source>
        <translation>用户协议</translation>
    </message>
    <message>
        <source>Of {server}, version {version}</source>
        <translation>{server}，版本 {version}</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>同意</translation>
    </message>
    <message>
        <source>Refuse and log out</source>
        <translation>拒绝并退出登录</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>AgreementSection</name>
    <message>
        <source>User agreement</source>
        <translation>用户协议</translation>
    </message>
    <message>
        <source>None was accepted.</source>
        <translation>尚未同意。</translation>
    </message>
    <message>
        <source>You accepted version {version}.</source>
        <translation>您已同意版本 {version}。</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>阅读</translation>
    </message>
</context>
<context>
    <name>AlarmChip</name>
    <message>
        <source>Fleet {n}</source>
        <translation>车队 {n}</translation>
    </message>
    <message>
        <source>Open alarms of the fleet: {n}. A click shows them.</source>
        <translation>车队未结束的告警：{n}。点击查看。</translation>
    </message>
    <message>
        <source>The server cannot be heard now: there may be others.</source>
        <translation>现在收不到服务器的消息：可能还有其他告警。</translation>
    </message>
</context>
<context>
    <name>AlarmDelegate</name>
    <message>
        <source>its alarms</source>
        <translation>其中的告警</translation>
    </message>
</context>
<context>
    <name>AlarmDetail</name>
    <message>
        <source>All alarms</source>
        <translation>全部告警</translation>
    </message>
    <message>
        <source>On the map</source>
        <translation>在地图上</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>电池</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Say that you have seen it (Del)</source>
        <translation>表示您已看到（Del）</translation>
    </message>
    <message>
        <source>Alarm number</source>
        <translation>告警编号</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>保护板</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Sensor</source>
        <translation>传感器</translation>
    </message>
    <message>
        <source>Fence</source>
        <translation>围栏</translation>
    </message>
    <message>
        <source>Reports in it</source>
        <translation>包含报告数</translation>
    </message>
    <message>
        <source>{value}, threshold {limit}</source>
        <translation>{value}，阈值 {limit}</translation>
    </message>
    <message>
        <source>many, see its alarms in the list</source>
        <translation>多个，见列表中的告警</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Battery type</source>
        <translation>电池类型</translation>
    </message>
    <message>
        <source>IMEI</source>
        <translation>IMEI</translation>
    </message>
    <message>
        <source>Communication</source>
        <translation>通信状态</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Position from</source>
        <translation>定位时间</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>接收时间</translation>
    </message>
    <message>
        <source>Last report</source>
        <translation>最近上报</translation>
    </message>
    <message>
        <source>{time} by {who}</source>
        <translation>{time}，{who}</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>Over since</source>
        <translation>结束时间</translation>
    </message>
    <message>
        <source>historic: it was reported late, nobody was told</source>
        <translation>历史告警：上报过晚，未通知任何人</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>quiet: in quiet hours, nobody was told</source>
        <translation>静默：在免打扰时段，未通知任何人</translation>
    </message>
</context>
<context>
    <name>AlarmFilters</name>
    <message>
        <source>Number, name or alarm number</source>
        <translation>电池编号、名称或告警编号</translation>
    </message>
    <message>
        <source>Search alarms</source>
        <translation>搜索告警</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>未结束</translation>
    </message>
    <message>
        <source>Not acknowledged</source>
        <translation>未确认</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Only battery {number}</source>
        <translation>仅电池 {number}</translation>
    </message>
    <message>
        <source>Only the chosen battery; none is chosen</source>
        <translation>仅选中的电池；尚未选择</translation>
    </message>
</context>
<context>
    <name>AlarmFoot</name>
    <message>
        <source>This cloud does not note who has seen an alarm.</source>
        <translation>该云端不记录谁看过告警。</translation>
    </message>
    <message>
        <source>Your role may look at alarms, not acknowledge them.</source>
        <translation>您的角色只能查看告警，不能确认。</translation>
    </message>
    <message numerus="yes">
        <source>Acknowledge %n</source>
        <translation>
            <numerusform>确认 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Say that you have seen them (Del)</source>
        <translation>表示您已看到（Del）</translation>
    </message>
    <message>
        <source>Which alarms…</source>
        <translation>告警设置…</translation>
    </message>
    <message>
        <source>Switch types on and off, severities, delays, quiet hours, notices</source>
        <translation>各类型的开关、级别、延时，免打扰时段和通知</translation>
    </message>
</context>
<context>
    <name>AlarmNone</name>
    <message>
        <source>This cloud has no alarms</source>
        <translation>该云端没有告警功能</translation>
    </message>
    <message>
        <source>Reading the alarms…</source>
        <translation>正在读取告警…</translation>
    </message>
    <message>
        <source>No such alarm</source>
        <translation>没有这样的告警</translation>
    </message>
    <message>
        <source>No alarm fits search and filters.</source>
        <translation>没有告警符合搜索和筛选条件。</translation>
    </message>
    <message>
        <source>Clear the filters</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>No open alarms</source>
        <translation>没有未结束的告警</translation>
    </message>
    <message>
        <source>New ones appear here by themselves.</source>
        <translation>新告警会自动出现在这里。</translation>
    </message>
    <message>
        <source>No alarms yet</source>
        <translation>还没有告警</translation>
    </message>
</context>
<context>
    <name>AlarmNotices</name>
    <message>
        <source>{type} ({severity})</source>
        <translation>{type}（{severity}）</translation>
    </message>
    <message>
        <source>Many batteries: {type}</source>
        <translation>多块电池：{type}</translation>
    </message>
    <message>
        <source>They are in the list of alarms.</source>
        <translation>请查看告警列表。</translation>
    </message>
    <message numerus="yes">
        <source>%n more alarm(s)</source>
        <translation>
            <numerusform>另有 %n 条告警</numerusform>
        </translation>
    </message>
    <message>
        <source>Show alarms</source>
        <translation>显示告警</translation>
    </message>
</context>
<context>
    <name>AlarmSeverity</name>
    <message>
        <source>critical</source>
        <translation>严重</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>information</source>
        <translation>提示</translation>
    </message>
</context>
<context>
    <name>AlarmState</name>
    <message>
        <source>open</source>
        <translation>未处理</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>over</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>The board has acted.</source>
        <translation>保护板已动作。</translation>
    </message>
    <message>
        <source>The board warns; it has not acted.</source>
        <translation>保护板告警，尚未动作。</translation>
    </message>
    <message>
        <source>Something on the board is broken.</source>
        <translation>保护板有部件故障。</translation>
    </message>
    <message>
        <source>of the tracker</source>
        <translation>定位器</translation>
    </message>
    <message>
        <source>Storm: {type}</source>
        <translation>告警风暴：{type}</translation>
    </message>
</context>
<context>
    <name>AlarmSwitches</name>
    <message>
        <source>All alarms</source>
        <translation>全部告警</translation>
    </message>
    <message>
        <source>Told on this desk at once</source>
        <translation>在本机立即通知</translation>
    </message>
    <message>
        <source>with a sound</source>
        <translation>带提示音</translation>
    </message>
    <message>
        <source>Raised by the server</source>
        <translation>由服务器产生</translation>
    </message>
    <message>
        <source>Vehicle</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>Tracker</source>
        <translation>定位器</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>保护板</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>免打扰时段</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Quiet hours begin, HH:MM</source>
        <translation>免打扰开始时间，时:分</translation>
    </message>
    <message>
        <source>Quiet hours end, HH:MM</source>
        <translation>免打扰结束时间，时:分</translation>
    </message>
    <message>
        <source>Inherit the quiet hours again</source>
        <translation>恢复继承免打扰时段</translation>
    </message>
    <message>
        <source>Local time of each battery. Alarms are listed then, nobody is told.</source>
        <translation>以各电池的当地时间为准。期间告警照常列出，但不通知任何人。</translation>
    </message>
    <message>
        <source>Whose switches</source>
        <translation>适用对象</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Your role may look at these switches, not change them.</source>
        <translation>您的角色只能查看这些开关，不能修改。</translation>
    </message>
    <message numerus="yes">
        <source>Save %n change(s)</source>
        <translation>
            <numerusform>保存 %n 项修改</numerusform>
        </translation>
    </message>
    <message>
        <source>set here</source>
        <translation>此处设置</translation>
    </message>
    <message>
        <source>inherited</source>
        <translation>继承</translation>
    </message>
    <message>
        <source>Account {name}</source>
        <translation>账户 {name}</translation>
    </message>
    <message>
        <source>Battery {number}</source>
        <translation>电池 {number}</translation>
    </message>
    <message>
        <source>The chosen battery (none is chosen)</source>
        <translation>选中的电池（尚未选择）</translation>
    </message>
</context>
<context>
    <name>AlarmToast</name>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>AlarmType</name>
    <message>
        <source>Vibration while armed</source>
        <translation>布防中振动</translation>
    </message>
    <message>
        <source>Moved while armed</source>
        <translation>布防中移动</translation>
    </message>
    <message>
        <source>Ignition while armed</source>
        <translation>布防中点火</translation>
    </message>
    <message>
        <source>Power cut</source>
        <translation>断电</translation>
    </message>
    <message>
        <source>Left a fence</source>
        <translation>驶出围栏</translation>
    </message>
    <message>
        <source>Entered a fence</source>
        <translation>驶入围栏</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Low capacity</source>
        <translation>电量低</translation>
    </message>
    <message>
        <source>Storm: many batteries at once</source>
        <translation>告警风暴：多块电池同时告警</translation>
    </message>
    <message>
        <source>Emergency button</source>
        <translation>紧急按钮</translation>
    </message>
    <message>
        <source>Tracker supply low</source>
        <translation>定位器供电低</translation>
    </message>
    <message>
        <source>Positioning module broken</source>
        <translation>定位模块故障</translation>
    </message>
    <message>
        <source>Antenna not connected</source>
        <translation>天线未接</translation>
    </message>
    <message>
        <source>Antenna short circuit</source>
        <translation>天线短路</translation>
    </message>
    <message>
        <source>Stolen</source>
        <translation>被盗</translation>
    </message>
    <message>
        <source>Illegal ignition</source>
        <translation>非法点火</translation>
    </message>
    <message>
        <source>Illegal movement</source>
        <translation>非法移动</translation>
    </message>
    <message>
        <source>Collision</source>
        <translation>碰撞</translation>
    </message>
    <message>
        <source>Rollover</source>
        <translation>侧翻</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Too slow</source>
        <translation>低速</translation>
    </message>
    <message>
        <source>Too fast</source>
        <translation>超速</translation>
    </message>
    <message>
        <source>Fell over</source>
        <translation>倒地</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>Switched on</source>
        <translation>开机</translation>
    </message>
    <message>
        <source>Door open</source>
        <translation>车门打开</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>上锁</translation>
    </message>
    <message>
        <source>Unlocked</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Stands with the engine on</source>
        <translation>怠速</translation>
    </message>
    <message>
        <source>High engine speed</source>
        <translation>转速过高</translation>
    </message>
    <message>
        <source>Hard acceleration</source>
        <translation>急加速</translation>
    </message>
    <message>
        <source>Hard braking</source>
        <translation>急刹车</translation>
    </message>
    <message>
        <source>Hard cornering</source>
        <translation>急转弯</translation>
    </message>
    <message>
        <source>Lane change</source>
        <translation>变道</translation>
    </message>
    <message>
        <source>Fatigue</source>
        <translation>疲劳驾驶</translation>
    </message>
    <message>
        <source>Power is back</source>
        <translation>供电恢复</translation>
    </message>
    <message>
        <source>Radio is jammed</source>
        <translation>信号受干扰</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度异常</translation>
    </message>
    <message>
        <source>Parked</source>
        <translation>停车</translation>
    </message>
    <message>
        <source>Tampered with</source>
        <translation>被拆动</translation>
    </message>
    <message>
        <source>Taken off</source>
        <translation>被拆除</translation>
    </message>
</context>
<context>
    <name>AlarmsPanel</name>
    <message>
        <source>Alarms, newest first</source>
        <translation>告警，最新在前</translation>
    </message>
    <message>
        <source>Rows in the list</source>
        <translation>列表行数</translation>
    </message>
</context>
<context>
    <name>ApplyPage</name>
    <message>
        <source>No pack with settings is open. Connect them, or add their addresses below.</source>
        <translation>没有打开可设置的电池。请先连接，或在下面添加地址。</translation>
    </message>
    <message>
        <source>Another address, for example ble://…</source>
        <translation>其他地址，例如 ble://…</translation>
    </message>
    <message>
        <source>Another address</source>
        <translation>其他地址</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Stop after the first pack that does not end well</source>
        <translation>第一个未成功的电池之后停止</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>报告…</translation>
    </message>
    <message>
        <source>Save the report as JSON, CSV or text</source>
        <translation>将报告保存为 JSON、CSV 或文本</translation>
    </message>
    <message>
        <source>Stop after this pack</source>
        <translation>完成当前电池后停止</translation>
    </message>
    <message>
        <source>Apply “{name}”</source>
        <translation>应用“{name}”</translation>
    </message>
    <message numerus="yes">
        <source>%n more are left out: write to them in another run.</source>
        <translation>
            <numerusform>另有 %n 块未列入：请在下一次运行中写入。</numerusform>
        </translation>
    </message>
    <message>
        <source>Write to 1 pack</source>
        <translation>写入 1 块电池</translation>
    </message>
    <message>
        <source>Write to {count} packs</source>
        <translation>写入 {count} 块电池</translation>
    </message>
    <message>
        <source>{done} of {count} packs are done</source>
        <translation>{count} 块电池中 {done} 个已完成</translation>
    </message>
    <message>
        <source>Asking what each pack is warned of; nothing is written</source>
        <translation>正在询问各电池的警告；不会写入</translation>
    </message>
    <message>
        <source>{good} of {count} packs have the set</source>
        <translation>{count} 块电池中 {good} 个已具有该参数集</translation>
    </message>
</context>
<context>
    <name>Bank</name>
    <message>
        <source>Voltage</source>
        <translation>电压</translation>
    </message>
    <message>
        <source>Marked from 1 % of the median on, 0.2 V at least</source>
        <translation>偏离中位数 1 % 起标记，至少 0.2 V</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>电流</translation>
    </message>
    <message>
        <source>Marked from half of an equal share on, 1 A at least</source>
        <translation>偏离均分电流的一半起标记，至少 1 A</translation>
    </message>
    <message>
        <source>SOC</source>
        <translation>SOC</translation>
    </message>
    <message>
        <source>Marked from 10 points beside the median on</source>
        <translation>偏离中位数 10 个百分点起标记</translation>
    </message>
    <message>
        <source>Capacity</source>
        <translation>容量</translation>
    </message>
    <message>
        <source>Highest cell</source>
        <translation>最高单体</translation>
    </message>
    <message>
        <source>Lowest cell</source>
        <translation>最低单体</translation>
    </message>
    <message>
        <source>Cell difference</source>
        <translation>单体压差</translation>
    </message>
    <message>
        <source>Marked from twice the median on, 30 mV above it at least</source>
        <translation>达到中位数两倍起标记，且至少高出 30 mV</translation>
    </message>
    <message>
        <source>Temperatures</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Marked where the warmest place is 8 °C beside the median</source>
        <translation>最热点偏离中位数 8 °C 时标记</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Marked where a protection acts or something is broken</source>
        <translation>保护动作或有故障时标记</translation>
    </message>
</context>
<context>
    <name>BankPanel</name>
    <message>
        <source>{high} above the others  {low} below  ! trouble</source>
        <translation>{high} 高于其他  {low} 低于其他  ! 异常</translation>
    </message>
    <message>
        <source>Packs side by side</source>
        <translation>电池并排对比</translation>
    </message>
    <message>
        <source>No pack to compare</source>
        <translation>没有可对比的电池</translation>
    </message>
    <message>
        <source>Packs in parallel stand here side by side: sum of their currents, SOC by capacity, and which one stands out. Connect two or more.</source>
        <translation>并联的电池在此并排对比：电流总和、按容量加权的 SOC，以及哪一个与众不同。请连接两个或更多电池。</translation>
    </message>
    <message>
        <source>Current, sum</source>
        <translation>总电流</translation>
    </message>
    <message>
        <source>Voltage, mean</source>
        <translation>平均电压</translation>
    </message>
    <message>
        <source>{left} of {full} Ah</source>
        <translation>{left} / {full} Ah</translation>
    </message>
    <message>
        <source>not every pack tells its capacity</source>
        <translation>并非每个电池都报告容量</translation>
    </message>
    <message>
        <source>SOC, by capacity</source>
        <translation>SOC（按容量）</translation>
    </message>
    <message>
        <source>Packs live</source>
        <translation>在线电池</translation>
    </message>
    <message numerus="yes">
        <source>%n stand(s) out</source>
        <translation>
            <numerusform>%n 个异常</numerusform>
        </translation>
    </message>
    <message>
        <source>all alike</source>
        <translation>全部一致</translation>
    </message>
</context>
<context>
    <name>BatteryDetail</name>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>IMEI</source>
        <translation>IMEI</translation>
    </message>
    <message>
        <source>SIM</source>
        <translation>SIM 卡</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所属账户</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Last contact</source>
        <translation>最近联系</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>启用日期</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>到期日期</translation>
    </message>
    <message>
        <source>Entered</source>
        <translation>录入日期</translation>
    </message>
    <message>
        <source>Tracker number</source>
        <translation>定位器编号</translation>
    </message>
    <message>
        <source>Tracker vendor</source>
        <translation>定位器厂商</translation>
    </message>
    <message>
        <source>Tracker firmware</source>
        <translation>定位器固件</translation>
    </message>
    <message>
        <source>Tracker connected</source>
        <translation>定位器已连接</translation>
    </message>
    <message>
        <source>Tracker proven</source>
        <translation>定位器已鉴权</translation>
    </message>
    <message>
        <source>Reports every</source>
        <translation>上报间隔</translation>
    </message>
    <message>
        <source>Board protocol</source>
        <translation>保护板协议</translation>
    </message>
    <message>
        <source>Board firmware</source>
        <translation>保护板固件</translation>
    </message>
    <message>
        <source>found by itself, not known yet</source>
        <translation>自动识别，尚未得知</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>尚未</translation>
    </message>
    <message>
        <source>{date}, run out</source>
        <translation>{date}，已到期</translation>
    </message>
    <message>
        <source>{date}, ends today</source>
        <translation>{date}，今天到期</translation>
    </message>
    <message>
        <source>{date}, 1 day left</source>
        <translation>{date}，剩余 1 天</translation>
    </message>
    <message>
        <source>{date}, {n} days left</source>
        <translation>{date}，剩余 {n} 天</translation>
    </message>
    <message>
        <source>{seen}, told to: {ordered}</source>
        <translation>{seen}，要求：{ordered}</translation>
    </message>
    <message>
        <source>measured {measured}
received {received}
{age}</source>
        <translation>测量 {measured}
接收 {received}
{age}</translation>
    </message>
    <message>
        <source>Last position</source>
        <translation>最近位置</translation>
    </message>
    <message>
        <source>Last values</source>
        <translation>最近数据</translation>
    </message>
</context>
<context>
    <name>BatteryEdit</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>BatteryNote</name>
    <message>
        <source>Not logged in</source>
        <translation>未登录</translation>
    </message>
    <message>
        <source>Log in to a cloud in the panel Account.</source>
        <translation>请在“账户”面板登录云端。</translation>
    </message>
    <message>
        <source>Log in…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>No battery is chosen</source>
        <translation>未选择电池</translation>
    </message>
    <message>
        <source>Choose one in the list or on the map.</source>
        <translation>请在列表或地图上选择。</translation>
    </message>
</context>
<context>
    <name>BatteryPanel</name>
    <message>
        <source>Change name, type and note…</source>
        <translation>修改名称、类型和备注…</translation>
    </message>
    <message>
        <source>Your role may not change this.</source>
        <translation>您的角色不能修改。</translation>
    </message>
    <message>
        <source>Your role may not arm or disarm.</source>
        <translation>您的角色不能布防或撤防。</translation>
    </message>
    <message>
        <source>Locate: {words}</source>
        <translation>定位：{words}</translation>
    </message>
</context>
<context>
    <name>BatteryWays</name>
    <message>
        <source>Locate now</source>
        <translation>立即定位</translation>
    </message>
    <message>
        <source>On the map</source>
        <translation>在地图上</translation>
    </message>
    <message>
        <source>Navigate…</source>
        <translation>导航…</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Mileage</source>
        <translation>里程</translation>
    </message>
    <message>
        <source>Fences</source>
        <translation>围栏</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>No position is known yet</source>
        <translation>尚无位置</translation>
    </message>
    <message>
        <source>Ask the tracker where it is now</source>
        <translation>询问定位器当前位置</translation>
    </message>
    <message>
        <source>Your role may look, not ask.</source>
        <translation>您的角色只能查看，不能下发。</translation>
    </message>
    <message>
        <source>This battery is not in this fleet any more.</source>
        <translation>该电池已不在此车队中。</translation>
    </message>
</context>
<context>
    <name>BenchCheck</name>
    <message>
        <source>Leave the pack alone: no charger, no load</source>
        <translation>静置电池：不接充电器，不接负载</translation>
    </message>
    <message>
        <source>Connect the load now</source>
        <translation>现在接上负载</translation>
    </message>
    <message>
        <source>Leave the load on</source>
        <translation>保持负载接通</translation>
    </message>
    <message>
        <source>Remove the load now</source>
        <translation>现在断开负载</translation>
    </message>
    <message>
        <source>Leave the pack alone: the cells recover</source>
        <translation>静置电池：单体正在恢复</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Ended without a result</source>
        <translation>已结束，没有结果</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>watch</source>
        <translation>关注</translation>
    </message>
    <message>
        <source>replace</source>
        <translation>更换</translation>
    </message>
    <message>
        <source>not enough data</source>
        <translation>数据不足</translation>
    </message>
    <message>
        <source>{current_a:+.2f} A flow: switch off charger and load. The rest begins anew.</source>
        <translation>当前电流 {current_a:+.2f} A：请关闭充电器和负载。静置重新开始。</translation>
    </message>
    <message>
        <source>A protection has acted ({protections}). It must have recovered before the check begins.</source>
        <translation>保护已动作（{protections}）。恢复之后才能开始检测。</translation>
    </message>
    <message>
        <source>The board told no believable current.</source>
        <translation>保护板没有给出可信的电流。</translation>
    </message>
    <message>
        <source>{current_a:+.2f} A are too little: at least {need_a:.1f} A are needed.</source>
        <translation>{current_a:+.2f} A 太小：至少需要 {need_a:.1f} A。</translation>
    </message>
    <message>
        <source>A small load has moved the cells. Remove it; they rest once more, then connect at least {need_a:.1f} A at once.</source>
        <translation>小负载已使单体电压变化。请断开，重新静置，然后一次接上至少 {need_a:.1f} A。</translation>
    </message>
    <message>
        <source>The load ended after {seconds:.0f} s. The check begins anew with the rest.</source>
        <translation>负载在 {seconds:.0f} s 后断开。检测从静置重新开始。</translation>
    </message>
    <message>
        <source>The load is not steady: {current_a:+.2f} A now, {load_a:+.2f} A before.</source>
        <translation>负载不稳定：现在 {current_a:+.2f} A，之前 {load_a:+.2f} A。</translation>
    </message>
    <message>
        <source>The cells move by {millivolts:.0f} mV only, the board shows steps of 1 mV: a larger load measures better.</source>
        <translation>单体只变化 {millivolts:.0f} mV，而保护板的分辨率为 1 mV：负载更大，测得更准。</translation>
    </message>
    <message>
        <source>{current_a:+.2f} A still flow: remove the load completely.</source>
        <translation>仍有 {current_a:+.2f} A：请完全断开负载。</translation>
    </message>
    <message>
        <source>The board tells no cell voltages.</source>
        <translation>保护板不报告单体电压。</translation>
    </message>
    <message>
        <source>The number of cells changed: another board answers.</source>
        <translation>单体数量变了：应答的是另一块保护板。</translation>
    </message>
    <message>
        <source>Another board answers at this address.</source>
        <translation>此地址上应答的是另一块保护板。</translation>
    </message>
    <message>
        <source>The board tells no believable current.</source>
        <translation>保护板没有可信的电流。</translation>
    </message>
    <message>
        <source>A protection acted during the check: {protections}. Find its cause first.</source>
        <translation>检测过程中保护动作：{protections}。请先查明原因。</translation>
    </message>
    <message>
        <source>No load was connected in time.</source>
        <translation>没有及时接上负载。</translation>
    </message>
    <message>
        <source>The load was not removed in time.</source>
        <translation>没有及时断开负载。</translation>
    </message>
    <message>
        <source>The link was lost for too long: {reason}</source>
        <translation>连接中断太久：{reason}</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Too little of the load was seen to measure anything.</source>
        <translation>看到的负载过程太少，无法测量。</translation>
    </message>
    <message>
        <source>Balancing was on during the check (cells {cells}); it pulls at the voltages of these.</source>
        <translation>检测时正在均衡（单体 {cells}），会影响这些单体的电压。</translation>
    </message>
    <message>
        <source>The load was on for {seconds:.0f} s only.</source>
        <translation>负载只接了 {seconds:.0f} s。</translation>
    </message>
    <message>
        <source>A current came after {seconds:.0f} s of recovery; it ends there.</source>
        <translation>恢复 {seconds:.0f} s 后出现电流，恢复到此为止。</translation>
    </message>
    <message>
        <source>Nothing was heard for {seconds:.0f} s.</source>
        <translation>有 {seconds:.0f} s 没有收到数据。</translation>
    </message>
    <message>
        <source>The temperature of the cells is not known; resistance depends on it.</source>
        <translation>单体温度未知，而内阻与温度有关。</translation>
    </message>
    <message>
        <source>At {celsius:.0f} °C figures cannot be compared with those at 25 °C.</source>
        <translation>{celsius:.0f} °C 时的数值不能与 25 °C 时的比较。</translation>
    </message>
    <message>
        <source>The cells changed their temperature by {celsius:+.1f} °C during the check.</source>
        <translation>检测过程中单体温度变化了 {celsius:+.1f} °C。</translation>
    </message>
    <message>
        <source>The state of charge is not known.</source>
        <translation>荷电状态未知。</translation>
    </message>
    <message>
        <source>At {percent:.0f} % charge resistance rises by itself; repeat between 20 and 90 %.</source>
        <translation>电量 {percent:.0f} % 时内阻本来就会升高，请在 20 至 90 % 之间重测。</translation>
    </message>
    <message>
        <source>The beginning of the load could not be measured; the figures rest on its end.</source>
        <translation>负载接通的瞬间未能测量，数值取自断开的瞬间。</translation>
    </message>
    <message>
        <source>The end of the load could not be measured; the figures rest on its beginning.</source>
        <translation>负载断开的瞬间未能测量，数值取自接通的瞬间。</translation>
    </message>
    <message>
        <source>The load varied by {percent:.0f} %.</source>
        <translation>负载波动 {percent:.0f} %。</translation>
    </message>
    <message>
        <source>There was a reading every {seconds:.1f} s only.</source>
        <translation>每 {seconds:.1f} s 才有一次读数。</translation>
    </message>
    <message>
        <source>No believable voltage: check the sense wire of this cell.</source>
        <translation>没有可信的电压：请检查此单体的采样线。</translation>
    </message>
    <message>
        <source>There are too few other cells to compare with.</source>
        <translation>可供比较的其他单体太少。</translation>
    </message>
    <message>
        <source>Not outside, but measured too coarsely to call it good: take a larger load.</source>
        <translation>未超出范围，但测得太粗，不能判为正常：请用更大的负载。</translation>
    </message>
    <message>
        <source>What one has too much the other has too little: check sense wire and busbar between cells {first} and {second} first.</source>
        <translation>一个偏高多少，另一个就偏低多少：请先检查单体 {first} 与 {second} 之间的采样线和连接片。</translation>
    </message>
    <message>
        <source>No cell is that good: check the sense wires on both its sides first.</source>
        <translation>不会有这么好的单体：请先检查它两侧的采样线。</translation>
    </message>
    <message>
        <source>Only the immediate part is higher, the cell recovers like the others: check busbar, weld, screw and sense wire first.</source>
        <translation>只有瞬时部分偏高，恢复与其他单体相同：请先检查连接片、焊点、螺钉和采样线。</translation>
    </message>
    <message>
        <source>Check its sense wire and busbar first; then it is the cell.</source>
        <translation>请先检查它的采样线和连接片；都没问题，就是单体本身。</translation>
    </message>
    <message>
        <source>At the end of the pack: the main cable and its terminal are measured too.</source>
        <translation>位于电池端部：主线和端子也被测在内。</translation>
    </message>
    <message>
        <source>Direct current resistance 10 s after the step of the current ({parts}), ΔU/ΔI, with the change of the rest voltage by the charge moved taken out. Compared with the Hodges-Lehmann mean of the other cells; outside = by more than {watch} % (watch) or {replace} % (replace) and by more than three times the uncertainty and the scatter of the others. Not comparable with 1 kHz impedance of a data sheet.</source>
        <translation>电流跃变后 10 s 的直流内阻（{parts}），ΔU/ΔI，已扣除电量变化引起的静置电压变化。与其他单体的 Hodges-Lehmann 均值比较；超出 = 偏差大于 {watch} %（关注）或 {replace} %（更换），且大于不确定度与其他单体离散的三倍。不能与规格书的 1 kHz 交流内阻比较。</translation>
    </message>
    <message>
        <source>load on and off, weighted</source>
        <translation>接通与断开加权</translation>
    </message>
    <message>
        <source>load on alone</source>
        <translation>只用接通</translation>
    </message>
    <message>
        <source>load off alone</source>
        <translation>只用断开</translation>
    </message>
    <message>
        <source>What would change this verdict: another result after the sense wires, busbars and screws were checked; a second check at another load or temperature that ranks the cells differently; a capacity test.</source>
        <translation>什么会改变这个结论：检查采样线、连接片和螺钉后结果不同；换一个负载或温度重测，排序不同；容量测试。</translation>
    </message>
    <message>
        <source>{ohms} ± {sigma} mΩ, others {others} mΩ; ΔI {load} A, Δt 10 s, {celsius} °C, SOC {soc} %</source>
        <translation>{ohms} ± {sigma} mΩ，其他 {others} mΩ；ΔI {load} A，Δt 10 s，{celsius} °C，SOC {soc} %</translation>
    </message>
</context>
<context>
    <name>BenchCheckPanel</name>
    <message>
        <source>Earlier checks</source>
        <translation>以前的检测</translation>
    </message>
    <message>
        <source>A recording cannot be checked</source>
        <translation>录制文件不能检测</translation>
    </message>
    <message>
        <source>A bench check needs the pack itself, and a load that you connect.</source>
        <translation>台架检测需要电池本身和由您接上的负载。</translation>
    </message>
    <message>
        <source>A battery behind a server cannot be checked</source>
        <translation>服务器后面的电池不能在此检测</translation>
    </message>
    <message>
        <source>This board tells no cell voltages.</source>
        <translation>此保护板不报告单体电压。</translation>
    </message>
    <message>
        <source>{what} The check waits for the link.</source>
        <translation>{what} 检测正在等待连接恢复。</translation>
    </message>
    <message>
        <source>Bench check {name} {time}</source>
        <translation>台架检测 {name} {time}</translation>
    </message>
    <message>
        <source>Save the page</source>
        <translation>保存页面</translation>
    </message>
    <message>
        <source>Pages (*.pdf)</source>
        <translation>页面 (*.pdf)</translation>
    </message>
    <message>
        <source>Save the table</source>
        <translation>保存表格</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
</context>
<context>
    <name>Calibration</name>
    <message>
        <source>Zero current</source>
        <translation>零点电流</translation>
    </message>
    <message>
        <source>No load and no charger: unplug both, so that no current flows at all.</source>
        <translation>断开负载和充电器，确保完全没有电流。</translation>
    </message>
    <message>
        <source>Charge current</source>
        <translation>充电电流</translation>
    </message>
    <message>
        <source>Charge with a constant current of at least 1 A, better a third of the rated current, measured in series. Calibrate the zero first.</source>
        <translation>以至少 1 A 的恒定电流充电，最好为额定电流的三分之一，电流表串联测量。请先校准零点。</translation>
    </message>
    <message>
        <source>Discharge current</source>
        <translation>放电电流</translation>
    </message>
    <message>
        <source>Discharge with a constant current of at least 1 A, better a third of the rated current, measured in series. Calibrate the zero first.</source>
        <translation>以至少 1 A 的恒定电流放电，最好为额定电流的三分之一，电流表串联测量。请先校准零点。</translation>
    </message>
    <message>
        <source>Cell {n}</source>
        <translation>单体 {n}</translation>
    </message>
    <message>
        <source>Pack at rest: no load, charger off, balancing over. Measure at the sense wires of this cell.</source>
        <translation>电池静置：无负载、充电器关闭、均衡已结束。在该单体的采样线处测量。</translation>
    </message>
    <message>
        <source>Temperature sensor {n}</source>
        <translation>温度传感器 {n}</translation>
    </message>
    <message>
        <source>Sensor and thermometer side by side at the same temperature for some minutes.</source>
        <translation>传感器与温度计并排放置，在同一温度下保持几分钟。</translation>
    </message>
    <message>
        <source>within tolerance</source>
        <translation>在允差内</translation>
    </message>
    <message>
        <source>better, outside of tolerance</source>
        <translation>有改善，仍超出允差</translation>
    </message>
    <message>
        <source>the board did not change</source>
        <translation>保护板没有变化</translation>
    </message>
    <message>
        <source>worse than before</source>
        <translation>比之前更差</translation>
    </message>
    <message>
        <source>could not be read back</source>
        <translation>无法回读</translation>
    </message>
    <message>
        <source>not acknowledged: it may be gone after a loss of power</source>
        <translation>未得到确认：断电后可能丢失</translation>
    </message>
    <message>
        <source>Calibration record</source>
        <translation>校准记录</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>电池</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Done by</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation>仪表</translation>
    </message>
    <message>
        <source>not named</source>
        <translation>未填写</translation>
    </message>
    <message>
        <source>Instrument calibrated until</source>
        <translation>仪表校准有效期至</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>had run out, accepted</source>
        <translation>已过期，已确认接受</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考值</translation>
    </message>
    <message>
        <source>typed</source>
        <translation>手动输入</translation>
    </message>
    <message>
        <source>Reading before</source>
        <translation>校准前读数</translation>
    </message>
    <message>
        <source>Reading after</source>
        <translation>校准后读数</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>未读取</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>允差</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>No calibration command of this board is known to the desk.</source>
        <translation>本软件不知道此保护板的校准命令。</translation>
    </message>
    <message>
        <source>This board does not tell its corrections, so the desk cannot put the old one back. The way back is another calibration.</source>
        <translation>此保护板不提供修正值，因此无法恢复旧值。如需恢复，只能重新校准。</translation>
    </message>
    <message>
        <source>One gain for each direction: a second point at another current replaces the first, it does not refine it. The save clears the protection counters; the desk keeps them in the history.</source>
        <translation>每个方向只有一个增益：在另一电流下的第二点会取代第一点，而不是使其更精确。保存会清除保护计数；本软件先将其存入历史记录。</translation>
    </message>
    <message>
        <source>One correction: a second point replaces the first one.</source>
        <translation>只有一个修正值：第二点会取代第一点。</translation>
    </message>
    <message>
        <source>One correction: a second point replaces the first one. The old one can be put back.</source>
        <translation>只有一个修正值：第二点会取代第一点。旧值可以恢复。</translation>
    </message>
    <message>
        <source>Temperature sensor {n}: {name}</source>
        <translation>温度传感器 {n}：{name}</translation>
    </message>
    <message>
        <source>Calibrate {what}: {old} → {sent} {unit}</source>
        <translation>校准{what}：{old} → {sent} {unit}</translation>
    </message>
    <message>
        <source>Undo calibration of {what}</source>
        <translation>撤销{what}的校准</translation>
    </message>
    <message>
        <source>{state} · drift {drift} {unit}/min · spread {spread}</source>
        <translation>{state} · 漂移 {drift} {unit}/分 · 离散 {spread}</translation>
    </message>
</context>
<context>
    <name>CalibrationPanel</name>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Asking the meter…</source>
        <translation>正在询问仪表…</translation>
    </message>
    <message>
        <source>✓ {name} reads {value}</source>
        <translation>✓ {name} 读数 {value}</translation>
    </message>
    <message>
        <source>It complains: {errors}</source>
        <translation>仪表报错：{errors}</translation>
    </message>
    <message>
        <source>A recording cannot be calibrated.</source>
        <translation>录制文件不能校准。</translation>
    </message>
    <message>
        <source>This board cannot be calibrated from here.</source>
        <translation>此保护板不能在这里校准。</translation>
    </message>
    <message>
        <source>Nothing to calibrate was found yet.</source>
        <translation>尚未找到可校准的项目。</translation>
    </message>
</context>
<context>
    <name>CameraView</name>
    <message>
        <source>Hold the bar code of a battery in front of the camera.</source>
        <translation>将电池的条码对准摄像头。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>What the camera sees</source>
        <translation>摄像头画面</translation>
    </message>
</context>
<context>
    <name>CardDock</name>
    <message>
        <source>Pinned to {name}. Click to follow the selected device again.</source>
        <translation>已固定到 {name}。点击后重新跟随所选设备。</translation>
    </message>
    <message>
        <source>Pin to the device shown now</source>
        <translation>固定到当前显示的设备</translation>
    </message>
    <message>
        <source>Take out of the window, or put back</source>
        <translation>移出窗口，或放回</translation>
    </message>
    <message>
        <source>Close (the menu brings it back)</source>
        <translation>关闭（可在菜单中重新打开）</translation>
    </message>
</context>
<context>
    <name>CellLayoutPopover</name>
    <message>
        <source>Cells in a row of a module</source>
        <translation>模组每排单体数</translation>
    </message>
    <message>
        <source>Rows of a module</source>
        <translation>模组排数</translation>
    </message>
    <message>
        <source>Modules stand</source>
        <translation>模组排列</translation>
    </message>
    <message>
        <source>Gap between modules</source>
        <translation>模组间距</translation>
    </message>
    <message>
        <source>Cells in parallel</source>
        <translation>并联数</translation>
    </message>
    <message>
        <source>as there is room</source>
        <translation>按空间自动</translation>
    </message>
    <message>
        <source>below each other</source>
        <translation>上下排列</translation>
    </message>
    <message>
        <source>beside each other</source>
        <translation>左右排列</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>small</source>
        <translation>小</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>中</translation>
    </message>
    <message>
        <source>large</source>
        <translation>大</translation>
    </message>
    <message>
        <source>not shown</source>
        <translation>不显示</translation>
    </message>
    <message>
        <source>Every other row runs backwards</source>
        <translation>隔排反向（蛇形）</translation>
    </message>
    <message>
        <source>As there is room, no modules</source>
        <translation>自动排列，不分模组</translation>
    </message>
    <message>
        <source>{cells} cells in one module of {size}</source>
        <translation>{cells} 个单体，1 个模组，每组 {size}</translation>
    </message>
    <message>
        <source>{cells} cells in {modules} modules of {size}</source>
        <translation>{cells} 个单体，{modules} 个模组，每组 {size}</translation>
    </message>
</context>
<context>
    <name>CellsPanel</name>
    <message>
        <source>Zoom the bars to the spread of the cells (Z)</source>
        <translation>将柱状图缩放到单体的离散范围（Z）</translation>
    </message>
    <message>
        <source>Lay the cells out like the pack</source>
        <translation>按电池实际布局排列单体</translation>
    </message>
    <message>
        <source>Cell voltages</source>
        <translation>单体电压</translation>
    </message>
    <message>
        <source>This board does not report single cells.</source>
        <translation>本保护板不上报单体电压。</translation>
    </message>
    <message>
        <source>zoomed to the spread</source>
        <translation>已缩放到离散范围</translation>
    </message>
    <message>
        <source>chemistry unknown</source>
        <translation>电芯类型未知</translation>
    </message>
    <message>
        <source>Bars {bottom} to {top} V · {why}</source>
        <translation>柱高 {bottom} 至 {top} V · {why}</translation>
    </message>
    <message>
        <source>without “?”</source>
        <translation>不含“?”项</translation>
    </message>
    <message>
        <source>outside limit</source>
        <translation>超限</translation>
    </message>
    <message>
        <source>highest</source>
        <translation>最高</translation>
    </message>
    <message>
        <source>lowest</source>
        <translation>最低</translation>
    </message>
    <message>
        <source>balancing</source>
        <translation>均衡中</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>数据过期</translation>
    </message>
    <message>
        <source>implausible</source>
        <translation>不可信</translation>
    </message>
    <message>
        <source>Cell {n}: {value} V</source>
        <translation>单体 {n}：{value} V</translation>
    </message>
    <message>
        <source>No voltage beside living cells: look for a broken sense wire.</source>
        <translation>其他单体正常而此处无电压：请检查采样线是否断开。</translation>
    </message>
    <message>
        <source>Limits {low} to {high} V, from the board&apos;s settings</source>
        <translation>限值 {low} 至 {high} V，取自保护板设置</translation>
    </message>
    <message>
        <source>Limits {low} to {high} V, usual for this chemistry</source>
        <translation>限值 {low} 至 {high} V，该电芯类型的常用值</translation>
    </message>
    <message>
        <source>Module {n}</source>
        <translation>模组 {n}</translation>
    </message>
    <message>
        <source>{n} cells in parallel</source>
        <translation>{n} 并</translation>
    </message>
</context>
<context>
    <name>Chooser</name>
    <message>
        <source>Search a value</source>
        <translation>查找数值</translation>
    </message>
    <message>
        <source>Values to plot</source>
        <translation>要绘制的数值</translation>
    </message>
    <message>
        <source>Usual values</source>
        <translation>常用数值</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Not reported by this board</source>
        <translation>本保护板不上报</translation>
    </message>
    <message>
        <source>{n} of {most} chosen</source>
        <translation>已选 {n}/{most}</translation>
    </message>
</context>
<context>
    <name>CloudKind</name>
    <message>
        <source>Mingtang server</source>
        <translation>明唐服务器</translation>
    </message>
    <message>
        <source>Traccar</source>
        <translation>Traccar</translation>
    </message>
</context>
<context>
    <name>CloudRole</name>
    <message>
        <source>owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>manager</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>viewer</source>
        <translation>查看者</translation>
    </message>
</context>
<context>
    <name>CommandCard</name>
    <message>
        <source>{name}?</source>
        <translation>{name}？</translation>
    </message>
    <message>
        <source>Way back: {text}</source>
        <translation>恢复方法：{text}</translation>
    </message>
    <message>
        <source>It may cut power: the server refuses it while the vehicle moves faster than 3 km/h.</source>
        <translation>可能断电：车速超过 3 km/h 时服务器会拒绝。</translation>
    </message>
    <message>
        <source>Send it even while it moves</source>
        <translation>行驶中也发送</translation>
    </message>
    <message>
        <source>Only owners may. The rider may lose power at speed.</source>
        <translation>仅所有者可用。骑行者可能在行驶中失去动力。</translation>
    </message>
    <message>
        <source>Every so many seconds</source>
        <translation>间隔（秒）</translation>
    </message>
    <message>
        <source>For so many seconds</source>
        <translation>持续（秒）</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Type the number {number} to confirm</source>
        <translation>输入编号 {number} 以确认</translation>
    </message>
    <message>
        <source>Your password, once more</source>
        <translation>再次输入您的密码</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发送</translation>
    </message>
    <message>
        <source>Send now: {name}</source>
        <translation>立即发送：{name}</translation>
    </message>
</context>
<context>
    <name>CommandError</name>
    <message>
        <source>Nobody answered in time.</source>
        <translation>未及时应答。</translation>
    </message>
    <message>
        <source>The link of the tracker was lost.</source>
        <translation>定位器连接中断。</translation>
    </message>
    <message>
        <source>The tracker refused it.</source>
        <translation>定位器拒绝了。</translation>
    </message>
    <message>
        <source>The vehicle moves: nothing that may cut its power is sent.</source>
        <translation>车辆正在行驶：不发送可能断电的指令。</translation>
    </message>
    <message>
        <source>The time of this battery has run out.</source>
        <translation>该电池已到期。</translation>
    </message>
    <message>
        <source>This battery is not enabled.</source>
        <translation>该电池未启用。</translation>
    </message>
    <message>
        <source>Whoever asked for it may not do so any more.</source>
        <translation>下发者已无此权限。</translation>
    </message>
    <message>
        <source>The server was restarted meanwhile.</source>
        <translation>期间服务器重启了。</translation>
    </message>
    <message>
        <source>It was sent; nothing could be read afterwards.</source>
        <translation>已发送，但之后无法读取。</translation>
    </message>
    <message>
        <source>It is not there any more.</source>
        <translation>已不存在。</translation>
    </message>
    <message>
        <source>The board does not show it: not done.</source>
        <translation>保护板未显示生效：未完成。</translation>
    </message>
    <message>
        <source>The flag says off, but current still flows.</source>
        <translation>标志为关，但仍有电流。</translation>
    </message>
    <message>
        <source>This board cannot do it.</source>
        <translation>该保护板不支持。</translation>
    </message>
    <message>
        <source>The password is wrong. Nothing was sent.</source>
        <translation>密码错误，未发送任何内容。</translation>
    </message>
    <message>
        <source>The server wants your password once more. Nothing was sent.</source>
        <translation>服务器要求再次输入密码，未发送任何内容。</translation>
    </message>
    <message>
        <source>Too many commands wait for this battery.</source>
        <translation>该电池等待中的指令过多。</translation>
    </message>
    <message>
        <source>Too many commands within a minute; wait a little.</source>
        <translation>一分钟内指令过多，请稍候。</translation>
    </message>
    <message>
        <source>It was not confirmed.</source>
        <translation>未经确认。</translation>
    </message>
</context>
<context>
    <name>CommandHistory</name>
    <message>
        <source>Commands to this battery, newest first</source>
        <translation>发给该电池的指令，最新在前</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再次下发</translation>
    </message>
    <message>
        <source>Reading the commands…</source>
        <translation>正在读取指令…</translation>
    </message>
    <message>
        <source>Nothing was asked of it yet</source>
        <translation>尚未下发过指令</translation>
    </message>
    <message>
        <source>What is asked is listed here, with every step of its fate.</source>
        <translation>下发的指令及每一步结果都列在这里。</translation>
    </message>
    <message>
        <source>Take it back while it waits</source>
        <translation>在等待期间撤回</translation>
    </message>
    <message>
        <source>Ask the same once more</source>
        <translation>再次下发相同指令</translation>
    </message>
    <message>
        <source>It is sent until {time}, or not at all.</source>
        <translation>在 {time} 之前发送，否则不再发送。</translation>
    </message>
    <message>
        <source>… {n} more messages</source>
        <translation>…另有 {n} 条消息</translation>
    </message>
    <message>
        <source>message {id} to the tracker</source>
        <translation>发往定位器的消息 {id}</translation>
    </message>
    <message>
        <source>message {id} from the tracker</source>
        <translation>来自定位器的消息 {id}</translation>
    </message>
</context>
<context>
    <name>CommandRefusal</name>
    <message>
        <source>Not logged in</source>
        <translation>未登录</translation>
    </message>
    <message>
        <source>Your role may look, not do this.</source>
        <translation>您的角色只能查看，不能执行。</translation>
    </message>
    <message>
        <source>This battery is not in this fleet any more.</source>
        <translation>该电池已不在此车队中。</translation>
    </message>
    <message>
        <source>It is being sent.</source>
        <translation>正在发送。</translation>
    </message>
    <message>
        <source>The battery is being looked up.</source>
        <translation>正在查询该电池。</translation>
    </message>
    <message>
        <source>The tracker is not connected; this is done at once or not at all.</source>
        <translation>定位器未连接；此指令只能立即执行。</translation>
    </message>
    <message>
        <source>This cloud cannot check your password again.</source>
        <translation>该云端无法再次验证密码。</translation>
    </message>
</context>
<context>
    <name>CommandResult</name>
    <message>
        <source>{name}: {old} → {read}, applied</source>
        <translation>{name}：{old} → {read}，已生效</translation>
    </message>
    <message>
        <source>{name}: sent {sent}, the battery took {read}</source>
        <translation>{name}：发送 {sent}，电池实际为 {read}</translation>
    </message>
    <message>
        <source>{name}: sent {sent}, refused, it is {read}</source>
        <translation>{name}：发送 {sent}，被拒绝，当前为 {read}</translation>
    </message>
    <message>
        <source>{name}: sent {sent}, not read back</source>
        <translation>{name}：发送 {sent}，未能回读</translation>
    </message>
    <message>
        <source>Position: {place}</source>
        <translation>位置：{place}</translation>
    </message>
    <message>
        <source>The tracker answered, but has no position.</source>
        <translation>定位器已应答，但没有定位。</translation>
    </message>
    <message>
        <source>{volts} V, {amps} A, SOC {soc} %, {cells} cells</source>
        <translation>{volts} V，{amps} A，SOC {soc} %，{cells} 串</translation>
    </message>
    <message>
        <source>{count} settings read; see the panel Settings</source>
        <translation>已读取 {count} 项参数，见“设置”面板</translation>
    </message>
    <message>
        <source>Logged in again after {seconds} s</source>
        <translation>{seconds} 秒后重新登录</translation>
    </message>
    <message>
        <source>Changed by it: {names}</source>
        <translation>因此改变：{names}</translation>
    </message>
    <message>
        <source>The tracker says that it took it.</source>
        <translation>定位器表示已接受。</translation>
    </message>
    <message>
        <source>The board confirms it</source>
        <translation>保护板已确认</translation>
    </message>
    <message>
        <source>Reply: {hex}</source>
        <translation>应答：{hex}</translation>
    </message>
</context>
<context>
    <name>CommandRow</name>
    <message>
        <source>Send…</source>
        <translation>发送…</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
</context>
<context>
    <name>CommandState</name>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>acknowledged by the tracker</source>
        <translation>定位器已应答</translation>
    </message>
    <message>
        <source>succeeded</source>
        <translation>成功</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>expired, not sent</source>
        <translation>已过期，未发送</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>unknown, the server looks for the truth</source>
        <translation>未知，服务器正在核实</translation>
    </message>
    <message>
        <source>Set parameters of the tracker</source>
        <translation>设置定位器参数</translation>
    </message>
    <message>
        <source>Copy a fence to the tracker</source>
        <translation>复制围栏到定位器</translation>
    </message>
    <message>
        <source>Take a fence off the tracker</source>
        <translation>从定位器删除围栏</translation>
    </message>
    <message>
        <source>Write settings</source>
        <translation>写入参数</translation>
    </message>
    <message>
        <source>Control of the board</source>
        <translation>控制保护板</translation>
    </message>
    <message>
        <source>Bytes to the board</source>
        <translation>发往保护板的字节</translation>
    </message>
    <message>
        <source>Message to the tracker</source>
        <translation>发往定位器的消息</translation>
    </message>
</context>
<context>
    <name>CommentLine</name>
    <message>
        <source>Comment here</source>
        <translation>在此处备注</translation>
    </message>
    <message>
        <source>What is to be remembered of this moment</source>
        <translation>此刻需要记住的事</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>CompareModel</name>
    <message>
        <source>Setting</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>B − A</source>
        <translation>B − A</translation>
    </message>
</context>
<context>
    <name>ComparePage</name>
    <message>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>Compare settings</source>
        <translation>比较参数</translation>
    </message>
    <message>
        <source>Differences only</source>
        <translation>仅显示差异</translation>
    </message>
    <message>
        <source>Take it over in spite of that</source>
        <translation>仍然采用</translation>
    </message>
    <message>
        <source>Settings of A and B</source>
        <translation>A 与 B 的参数</translation>
    </message>
    <message>
        <source>A and B are the same.</source>
        <translation>A 与 B 相同。</translation>
    </message>
    <message>
        <source>Choose what to compare: another pack, a golden set, a preset or a file.</source>
        <translation>请选择要比较的对象：另一块电池、标准参数集、预设或文件。</translation>
    </message>
    <message>
        <source>! {count} values cannot be taken over. {first}</source>
        <translation>! {count} 个值无法采用。{first}</translation>
    </message>
    <message>
        <source>! 1 value cannot be taken over. {first}</source>
        <translation>! 1 个值无法采用。{first}</translation>
    </message>
    <message>
        <source>! They contradict each other: {names}</source>
        <translation>! 彼此矛盾：{names}</translation>
    </message>
    <message>
        <source>Left out: {names}</source>
        <translation>未包含：{names}</translation>
    </message>
    <message>
        <source>Not known, left out: {names}</source>
        <translation>无法识别，未包含：{names}</translation>
    </message>
    <message>
        <source>{count} differ</source>
        <translation>{count} 项不同</translation>
    </message>
    <message>
        <source>{count} only on one side</source>
        <translation>{count} 项仅一侧有</translation>
    </message>
    <message>
        <source>Take over 1 value</source>
        <translation>采用 1 个值</translation>
    </message>
    <message>
        <source>Take over {count} values</source>
        <translation>采用 {count} 个值</translation>
    </message>
    <message>
        <source>Type the values of B into the form; nothing is written before the review</source>
        <translation>将 B 的值填入表单；核对之前不会写入</translation>
    </message>
</context>
<context>
    <name>ConfirmCard</name>
    <message>
        <source>{what}: {name}?</source>
        <translation>{what}：{name}？</translation>
    </message>
    <message>
        <source>{name}?</source>
        <translation>{name}？</translation>
    </message>
    <message>
        <source>Way back: {text}</source>
        <translation>恢复方法：{text}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{what} now</source>
        <translation>确认{what}</translation>
    </message>
    <message>
        <source>{what} now: {name}</source>
        <translation>确认{what}：{name}</translation>
    </message>
</context>
<context>
    <name>ConnectForm</name>
    <message>
        <source>Simulated: {name}</source>
        <translation>模拟：{name}</translation>
    </message>
    <message>
        <source>No serial port found</source>
        <translation>未找到串口</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Baud rate</source>
        <translation>波特率</translation>
    </message>
    <message>
        <source>Address (made from the above, or your own)</source>
        <translation>地址（由上面各项组成，也可自行输入）</translation>
    </message>
    <message>
        <source>Look for ports again</source>
        <translation>重新查找端口</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open recording…</source>
        <translation>打开录制文件…</translation>
    </message>
    <message>
        <source>Find out</source>
        <translation>自动识别</translation>
    </message>
</context>
<context>
    <name>Contact</name>
    <message>
        <source>online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>sleeping</source>
        <translation>休眠</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>已到期</translation>
    </message>
    <message>
        <source>not enabled</source>
        <translation>未启用</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>{state}, {duration}</source>
        <translation>{state}，{duration}</translation>
    </message>
</context>
<context>
    <name>Control</name>
    <message>
        <source>Charging switch</source>
        <translation>充电开关</translation>
    </message>
    <message>
        <source>Switching charging off stops the charger. A charger or inverter that this pack feeds may shut down.</source>
        <translation>关闭充电会使充电停止。由该电池供电的充电器或逆变器可能关机。</translation>
    </message>
    <message>
        <source>Switch it on here again; the link stays up while the pack has charge.</source>
        <translation>可在此重新打开；只要电池有电，连接就不会中断。</translation>
    </message>
    <message>
        <source>Discharge switch</source>
        <translation>放电开关</translation>
    </message>
    <message>
        <source>Switching discharge off cuts the power of everything the pack feeds.</source>
        <translation>关闭放电会切断电池所供电的一切设备。</translation>
    </message>
    <message>
        <source>Switch it on here again. If the link is gone, connect a charger to wake the board, then reconnect.</source>
        <translation>可在此重新打开。若连接已中断，请接上充电器唤醒保护板，然后重新连接。</translation>
    </message>
    <message>
        <source>Balance function</source>
        <translation>均衡功能</translation>
    </message>
    <message>
        <source>Without balancing the cells drift apart over time.</source>
        <translation>不均衡时，各单体会逐渐失衡。</translation>
    </message>
    <message>
        <source>Switch it on here again.</source>
        <translation>可在此重新打开。</translation>
    </message>
    <message>
        <source>485 lock function</source>
        <translation>485 锁功能</translation>
    </message>
    <message>
        <source>With the lock function on, the RS485 master can lock the pack.</source>
        <translation>锁功能打开后，RS485 主站可以锁定电池。</translation>
    </message>
    <message>
        <source>Switch it off here again.</source>
        <translation>可在此重新关闭。</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Locking cuts discharge.</source>
        <translation>锁定会切断放电。</translation>
    </message>
    <message>
        <source>Unlock it here again.</source>
        <translation>可在此重新解锁。</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Unlocking allows discharge.</source>
        <translation>解锁后允许放电。</translation>
    </message>
    <message>
        <source>Lock it here again.</source>
        <translation>可在此重新锁定。</translation>
    </message>
    <message>
        <source>System restart</source>
        <translation>系统重启</translation>
    </message>
    <message>
        <source>The board restarts; power and link may drop for some seconds.</source>
        <translation>保护板将重启；供电和连接可能中断几秒。</translation>
    </message>
    <message>
        <source>The desk reconnects by itself.</source>
        <translation>软件会自动重新连接。</translation>
    </message>
    <message>
        <source>Factory data reset</source>
        <translation>恢复出厂数据</translation>
    </message>
    <message>
        <source>All settings go back to the factory&apos;s.</source>
        <translation>所有设置恢复为出厂值。</translation>
    </message>
    <message>
        <source>A snapshot of all settings is kept before it is sent; “Undo factory reset” writes it back.</source>
        <translation>发送前会保存全部参数的快照；“撤销恢复出厂”可将其写回。</translation>
    </message>
    <message>
        <source>Undo factory reset</source>
        <translation>撤销恢复出厂</translation>
    </message>
    <message>
        <source>Every setting that differs from the snapshot before the last factory reset is written back, checked and read back.</source>
        <translation>与上次恢复出厂前的快照不同的参数都会写回，写前检查，写后回读。</translation>
    </message>
    <message>
        <source>It is a write like any other: “Undo the last write” takes it back.</source>
        <translation>它与其他写入一样，可用“撤销上次写入”撤回。</translation>
    </message>
    <message>
        <source>Ship or sleep mode: no public source tells its command for these boards, so none is offered.</source>
        <translation>运输或休眠模式：没有公开资料说明这些保护板的命令，因此不提供。</translation>
    </message>
    <message>
        <source>Clear counters</source>
        <translation>清除计数</translation>
    </message>
    <message>
        <source>The board&apos;s protection counters go to zero.</source>
        <translation>保护板的保护次数计数将归零。</translation>
    </message>
    <message>
        <source>They cannot be written back; the history keeps the old figures.</source>
        <translation>计数无法写回；历史记录会保留旧数值。</translation>
    </message>
    <message>
        <source>Set SOC</source>
        <translation>设置 SOC</translation>
    </message>
    <message>
        <source>The board counts on from this charge; a wrong figure misleads the rider.</source>
        <translation>保护板将从该电量继续计算；数值错误会误导骑行者。</translation>
    </message>
    <message>
        <source>Set it again, or charge the pack full.</source>
        <translation>可重新设置，或将电池充满。</translation>
    </message>
    <message>
        <source>Set residual capacity</source>
        <translation>设置剩余容量</translation>
    </message>
    <message>
        <source>The board counts on from this charge, and its SOC follows; a wrong figure misleads the rider.</source>
        <translation>保护板从该电量继续计算，SOC 随之变化；数值错误会误导骑行者。</translation>
    </message>
    <message>
        <source>Set clock</source>
        <translation>校准时钟</translation>
    </message>
    <message>
        <source>The board&apos;s clock is set to this computer&apos;s.</source>
        <translation>保护板时钟将设为本计算机的时间。</translation>
    </message>
    <message>
        <source>Set it again.</source>
        <translation>可重新设置。</translation>
    </message>
    <message>
        <source>Locate</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>The tracker reports its position at once.</source>
        <translation>定位器立即上报位置。</translation>
    </message>
    <message>
        <source>{amps} A is being discharged: switching off now stops the vehicle, or what else draws it.</source>
        <translation>正在放电 {amps} A：现在关闭会使车辆或其他用电设备停止。</translation>
    </message>
    <message>
        <source>{amps} A is being charged: switching off now stops the charger.</source>
        <translation>正在充电 {amps} A：现在关闭会使充电停止。</translation>
    </message>
    <message>
        <source>No current flows now, so only the board&apos;s own flag can confirm it.</source>
        <translation>当前没有电流，只能由保护板自身的状态位确认。</translation>
    </message>
    <message>
        <source>The board reports no current, so only its own flag can confirm it.</source>
        <translation>保护板不报告电流，只能由其自身的状态位确认。</translation>
    </message>
    <message>
        <source>{amps} A flows now: it may be interrupted while the board restarts.</source>
        <translation>当前电流 {amps} A：保护板重启时可能中断。</translation>
    </message>
    <message>
        <source>An adapter that is fed by the pack goes dead with it, and this link too; one that is fed by USB stays.</source>
        <translation>由电池供电的适配器会随之断电，本连接也会中断；由 USB 供电的不受影响。</translation>
    </message>
    <message>
        <source>A converter that is fed by the pack goes off the network, and this link ends.</source>
        <translation>由电池供电的转换器会离线，本连接随之中断。</translation>
    </message>
    <message>
        <source>A Bluetooth module that is fed by the pack&apos;s output goes dead with it, and this link too.</source>
        <translation>由电池输出供电的蓝牙模块会随之断电，本连接也会中断。</translation>
    </message>
    <message>
        <source>A tracker that is fed by the pack&apos;s output goes offline; the cloud cannot reach it then.</source>
        <translation>由电池输出供电的定位器会离线，云端将无法联系它。</translation>
    </message>
    <message>
        <source>It is put back by itself after {seconds} s unless you keep it; sooner when the link breaks, or the device or the desk is closed.</source>
        <translation>{seconds} 秒后自动恢复，除非您选择保持；连接中断、关闭设备或关闭软件时会提前恢复。</translation>
    </message>
    <message>
        <source>This board knows no command that takes it back: the desk cannot switch it on again.</source>
        <translation>该保护板没有可撤回的命令：本软件无法再将其打开。</translation>
    </message>
    <message>
        <source>Saving it clears the board&apos;s protection counters; they are kept in the history first.</source>
        <translation>保存时会清除保护板的保护计数；清除前先存入历史记录。</translation>
    </message>
</context>
<context>
    <name>ControlForm</name>
    <message>
        <source>Switch on</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重启</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Write back</source>
        <translation>写回</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清零</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Locate</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>Current may flow from now on, unless a protection forbids it.</source>
        <translation>打开后即可通过电流，除非有保护动作。</translation>
    </message>
    <message>
        <source>The board evens out its cells by itself.</source>
        <translation>保护板将自动均衡各单体。</translation>
    </message>
    <message>
        <source>The RS485 master can lock the pack no more.</source>
        <translation>RS485 主站将不能再锁定电池。</translation>
    </message>
    <message>
        <source>Switch it off here again.</source>
        <translation>在此处重新关闭。</translation>
    </message>
    <message>
        <source>Switch it on here again.</source>
        <translation>在此处重新打开。</translation>
    </message>
    <message>
        <source>measured: {before} A before, {after} A now</source>
        <translation>实测：之前 {before} A，现在 {after} A</translation>
    </message>
    <message>
        <source>measured: {after} A flow</source>
        <translation>实测：电流 {after} A</translation>
    </message>
    <message>
        <source>by its flag only, there was no current to measure</source>
        <translation>仅由状态位确认，没有电流可测</translation>
    </message>
    <message>
        <source>the flag says off, but {after} A still flow</source>
        <translation>状态位显示关，但仍有 {after} A 电流</translation>
    </message>
    <message>
        <source>✓ Kept as it was switched</source>
        <translation>✓ 已保持切换后的状态</translation>
    </message>
    <message>
        <source>✓ Put back, and the board confirms it</source>
        <translation>✓ 已恢复，保护板已确认</translation>
    </message>
    <message>
        <source>✓ It was back by itself</source>
        <translation>✓ 已自行恢复</translation>
    </message>
    <message>
        <source>✓ Put back by hand</source>
        <translation>✓ 已手动恢复</translation>
    </message>
    <message>
        <source>× It was never switched</source>
        <translation>× 未曾切换</translation>
    </message>
</context>
<context>
    <name>ControlPanel</name>
    <message>
        <source>Sending and reading back…</source>
        <translation>正在发送并回读…</translation>
    </message>
    <message>
        <source>× Not confirmed</source>
        <translation>× 未确认</translation>
    </message>
    <message>
        <source>✓ The board confirms: {state}</source>
        <translation>✓ 保护板已确认：{state}</translation>
    </message>
    <message>
        <source>✓ Confirmed: {what}</source>
        <translation>✓ 已确认：{what}</translation>
    </message>
    <message>
        <source>? Sent, but the board does not confirm it</source>
        <translation>? 已发送，但保护板未确认</translation>
    </message>
    <message>
        <source>This board has nothing to switch.</source>
        <translation>此板没有可切换的项目。</translation>
    </message>
    <message>
        <source>Not on this board: {n}</source>
        <translation>本保护板不支持：{n} 项</translation>
    </message>
    <message>
        <source>{name}: {why}</source>
        <translation>{name}：{why}</translation>
    </message>
    <message>
        <source>This board has no “{name}”.</source>
        <translation>本保护板没有“{name}”。</translation>
    </message>
</context>
<context>
    <name>ControlRow</name>
    <message>
        <source>{verb}…</source>
        <translation>{verb}…</translation>
    </message>
    <message>
        <source>{verb}: {name}…</source>
        <translation>{verb}：{name}…</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>Counter</name>
    <message>
        <source>Cell over-voltage</source>
        <translation>单体过压</translation>
    </message>
    <message>
        <source>Cell under-voltage</source>
        <translation>单体欠压</translation>
    </message>
    <message>
        <source>Total over-voltage</source>
        <translation>总压过压</translation>
    </message>
    <message>
        <source>Total under-voltage</source>
        <translation>总压欠压</translation>
    </message>
    <message>
        <source>Charge over-current</source>
        <translation>充电过流</translation>
    </message>
    <message>
        <source>Discharge over-current</source>
        <translation>放电过流</translation>
    </message>
    <message>
        <source>Charge protection</source>
        <translation>充电保护</translation>
    </message>
    <message>
        <source>Discharge protection</source>
        <translation>放电保护</translation>
    </message>
    <message>
        <source>Charge over-temperature</source>
        <translation>充电过温</translation>
    </message>
    <message>
        <source>Charge low-temperature</source>
        <translation>充电低温</translation>
    </message>
    <message>
        <source>Discharge over-temperature</source>
        <translation>放电过温</translation>
    </message>
    <message>
        <source>Discharge low-temperature</source>
        <translation>放电低温</translation>
    </message>
    <message>
        <source>Short circuit</source>
        <translation>短路</translation>
    </message>
    <message>
        <source>Restarts</source>
        <translation>重启次数</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Unexpected error</source>
        <translation>意外错误</translation>
    </message>
    <message>
        <source>Something went wrong that should not. The desk goes on; please send this report. It holds the last bytes of the links, so look through it first.</source>
        <translation>发生了不应出现的错误。软件会继续运行，请将此报告发给我们。报告中含有链路最近的字节，发送前请先查看。</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>错误报告</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>✓ Copied</source>
        <translation>✓ 已复制</translation>
    </message>
</context>
<context>
    <name>DeviceRow</name>
    <message>
        <source>Disconnect</source>
        <translation>断开连接</translation>
    </message>
</context>
<context>
    <name>DevicesPanel</name>
    <message>
        <source>Find a battery</source>
        <translation>查找电池</translation>
    </message>
    <message>
        <source>Searches all ports, at every speed, protocol and address; it only reads</source>
        <translation>在所有串口上按各种波特率、协议和地址搜索；只读取</translation>
    </message>
    <message>
        <source>Connect…</source>
        <translation>连接…</translation>
    </message>
    <message>
        <source>Open devices</source>
        <translation>已打开的设备</translation>
    </message>
    <message>
        <source>Trying {uri} …</source>
        <translation>正在尝试 {uri} …</translation>
    </message>
    <message>
        <source>No device connected</source>
        <translation>未连接设备</translation>
    </message>
    <message>
        <source>Plug the adapter in and connect, or try a simulated pack.</source>
        <translation>插上适配器后连接，或试用模拟电池。</translation>
    </message>
    <message>
        <source>Loading {name}: {n} %</source>
        <translation>正在加载 {name}：{n} %</translation>
    </message>
</context>
<context>
    <name>Duration</name>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{h} h {n} min</source>
        <translation>{h} 小时 {n} 分钟</translation>
    </message>
    <message>
        <source>1 day {h} h</source>
        <translation>1 天 {h} 小时</translation>
    </message>
    <message>
        <source>{n} days {h} h</source>
        <translation>{n} 天 {h} 小时</translation>
    </message>
</context>
<context>
    <name>Error</name>
    <message>
        <source>“{uri}” is not a device address: {detail}.</source>
        <translation>“{uri}”不是设备地址：{detail}。</translation>
    </message>
    <message>
        <source>Write it like serial:///dev/ttyUSB0?protocol=jbd or tcp://host:port?protocol=jbd.</source>
        <translation>请写成 serial:///dev/ttyUSB0?protocol=jbd 或 tcp://host:port?protocol=jbd 的形式。</translation>
    </message>
    <message>
        <source>{detail}.</source>
        <translation>{detail}。</translation>
    </message>
    <message>
        <source>“{command} --help” shows how.</source>
        <translation>用法见“{command} --help”。</translation>
    </message>
    <message>
        <source>Stopped by the user.</source>
        <translation>已由用户停止。</translation>
    </message>
    <message>
        <source>The journal tells what had been written.</source>
        <translation>日志中记录了已写入的内容。</translation>
    </message>
    <message>
        <source>There is no transport “{scheme}”.</source>
        <translation>没有传输方式“{scheme}”。</translation>
    </message>
    <message>
        <source>Known transports: {known}.</source>
        <translation>已知的传输方式：{known}。</translation>
    </message>
    <message>
        <source>There is no protocol “{protocol}”.</source>
        <translation>没有协议“{protocol}”。</translation>
    </message>
    <message>
        <source>Known protocols: {known}.</source>
        <translation>已知的协议：{known}。</translation>
    </message>
    <message>
        <source>No known board answered at {where}.</source>
        <translation>{where} 处没有已知的保护板应答。</translation>
    </message>
    <message>
        <source>Check wiring, baud rate and power, or name the board with protocol=…. Tried: {tried}.</source>
        <translation>请检查接线、波特率和供电，或用 protocol=… 指定保护板。已尝试：{tried}。</translation>
    </message>
    <message>
        <source>“{value}” is no valid value for {option}.</source>
        <translation>“{value}”不是 {option} 的有效值。</translation>
    </message>
    <message>
        <source>Allowed: {allowed}.</source>
        <translation>允许：{allowed}。</translation>
    </message>
    <message>
        <source>There is no setting “{name}” on this board.</source>
        <translation>本保护板没有设置项“{name}”。</translation>
    </message>
    <message>
        <source>“settings read” lists what the board has.</source>
        <translation>“settings read”可列出本保护板的设置项。</translation>
    </message>
    <message>
        <source>There is no action “{action}” with value “{value}”.</source>
        <translation>没有操作“{action}”（值“{value}”）。</translation>
    </message>
    <message>
        <source>Known actions: {known}.</source>
        <translation>已知的操作：{known}。</translation>
    </message>
    <message>
        <source>There is no simulated board “{model}”.</source>
        <translation>没有模拟保护板“{model}”。</translation>
    </message>
    <message>
        <source>Known models: {known}.</source>
        <translation>已知的型号：{known}。</translation>
    </message>
    <message>
        <source>The simulator cannot be started so: {detail}.</source>
        <translation>模拟器无法这样启动：{detail}。</translation>
    </message>
    <message>
        <source>“simulate --list” shows models, values and faults.</source>
        <translation>“simulate --list”可列出型号、数值和故障。</translation>
    </message>
    <message>
        <source>{action} was not confirmed; nothing was sent.</source>
        <translation>{action} 未确认，未发送任何内容。</translation>
    </message>
    <message>
        <source>Confirm it, or pass --yes on the command line.</source>
        <translation>请确认，或在命令行加上 --yes。</translation>
    </message>
    <message>
        <source>The package “{package}” is not installed.</source>
        <translation>未安装软件包“{package}”。</translation>
    </message>
    <message>
        <source>Install mingtang-desk[{extra}].</source>
        <translation>请安装 mingtang-desk[{extra}]。</translation>
    </message>
    <message>
        <source>There is no port {where}.</source>
        <translation>没有端口 {where}。</translation>
    </message>
    <message>
        <source>Plug the adapter in, check its driver, or choose one of: {known}.</source>
        <translation>请插上适配器、检查驱动，或选择：{known}。</translation>
    </message>
    <message>
        <source>Port {where} is in use by {holder}.</source>
        <translation>端口 {where} 正被 {holder} 占用。</translation>
    </message>
    <message>
        <source>Close the other program or window that holds this port, then try again.</source>
        <translation>请关闭占用该端口的程序或窗口后重试。</translation>
    </message>
    <message>
        <source>Port {where} is in use by {holder} for {seconds} s more.</source>
        <translation>端口 {where} 正被 {holder} 占用，还需 {seconds} 秒。</translation>
    </message>
    <message>
        <source>Wait until then, or end that program.</source>
        <translation>请等待其结束，或关闭该程序。</translation>
    </message>
    <message>
        <source>{holder} was asked for port {where} and keeps it.</source>
        <translation>已向 {holder} 请求端口 {where}，但对方未让出。</translation>
    </message>
    <message>
        <source>Release the link there (Ctrl+R) or close that program, then try again.</source>
        <translation>请在该程序中释放连接（Ctrl+R）或关闭该程序，然后重试。</translation>
    </message>
    <message>
        <source>{holder} was asked for port {where} and gave no answer within {seconds} s.</source>
        <translation>已向 {holder} 请求端口 {where}，但 {seconds} 秒内没有答复。</translation>
    </message>
    <message>
        <source>Answer the question there, or close that program, then try again.</source>
        <translation>请在该程序中作答，或关闭该程序，然后重试。</translation>
    </message>
    <message>
        <source>You may not open port {where}.</source>
        <translation>没有权限打开端口 {where}。</translation>
    </message>
    <message>
        <source>On Linux add yourself to the group “{group}” (sudo usermod -aG {group} $USER) and log in again.</source>
        <translation>在 Linux 上请将自己加入用户组“{group}”（sudo usermod -aG {group} $USER），然后重新登录。</translation>
    </message>
    <message>
        <source>Port {where} does not accept these settings: {detail}.</source>
        <translation>端口 {where} 不接受这些参数：{detail}。</translation>
    </message>
    <message>
        <source>Choose another baud rate or adapter.</source>
        <translation>请选择其他波特率或适配器。</translation>
    </message>
    <message>
        <source>{where} is open here with {option} {have}; {option} {value} cannot be added.</source>
        <translation>{where} 已在此以 {option} {have} 打开；无法再以 {option} {value} 打开。</translation>
    </message>
    <message>
        <source>Boards on one line share its speed. Disconnect the others first.</source>
        <translation>同一线路上的保护板共用一个波特率。请先断开其他设备。</translation>
    </message>
    <message>
        <source>Nothing listens at {where}.</source>
        <translation>{where} 没有服务在监听。</translation>
    </message>
    <message>
        <source>Check address, port number and that the converter is switched on.</source>
        <translation>请检查地址、端口号，并确认转换器已通电。</translation>
    </message>
    <message>
        <source>The host of {where} cannot be found.</source>
        <translation>找不到 {where} 的主机。</translation>
    </message>
    <message>
        <source>Check the name or write its IP address.</source>
        <translation>请检查名称，或直接输入 IP 地址。</translation>
    </message>
    <message>
        <source>{where} did not accept the connection within {seconds} s.</source>
        <translation>{where} 在 {seconds} 秒内未接受连接。</translation>
    </message>
    <message>
        <source>Check the network and that the converter is switched on.</source>
        <translation>请检查网络，并确认转换器已通电。</translation>
    </message>
    <message>
        <source>{where} cannot be reached: {detail}.</source>
        <translation>无法到达 {where}：{detail}。</translation>
    </message>
    <message>
        <source>Check the network between this computer and the converter.</source>
        <translation>请检查本计算机与转换器之间的网络。</translation>
    </message>
    <message>
        <source>{where} takes no bytes.</source>
        <translation>{where} 不接收数据。</translation>
    </message>
    <message>
        <source>Check the adapter and its flow control, or plug it in again.</source>
        <translation>请检查适配器及其流控，或重新插拔。</translation>
    </message>
    <message>
        <source>The link to {where} was cut.</source>
        <translation>与 {where} 的连接已断开。</translation>
    </message>
    <message>
        <source>Check cable and power; the desk reconnects by itself while the device is open.</source>
        <translation>请检查线缆和供电；设备打开期间软件会自动重连。</translation>
    </message>
    <message>
        <source>The recording {where} has ended.</source>
        <translation>录制文件 {where} 已播放完毕。</translation>
    </message>
    <message>
        <source>Open it again to play it from the start.</source>
        <translation>重新打开即可从头播放。</translation>
    </message>
    <message>
        <source>The link to {where} is not open.</source>
        <translation>与 {where} 的连接未打开。</translation>
    </message>
    <message>
        <source>Connect first.</source>
        <translation>请先连接。</translation>
    </message>
    <message>
        <source>The link to {where} is released; another program may use it.</source>
        <translation>与 {where} 的连接已释放，其他程序可以使用。</translation>
    </message>
    <message>
        <source>Press Ctrl+R to take it back.</source>
        <translation>按 Ctrl+R 重新接管。</translation>
    </message>
    <message>
        <source>The link to {where} is lent to {holder}.</source>
        <translation>{where} 的连接已借给 {holder}。</translation>
    </message>
    <message>
        <source>It comes back by itself when that program is done, or with Ctrl+R.</source>
        <translation>该程序用完后会自动接管，也可按 Ctrl+R 接管。</translation>
    </message>
    <message>
        <source>{where} did not answer ({what}, {tries} tries).</source>
        <translation>{where} 没有应答（{what}，已尝试 {tries} 次）。</translation>
    </message>
    <message>
        <source>Check wiring (A and B swapped?), baud rate and address; wake a sleeping board by charger or button.</source>
        <translation>请检查接线（A、B 是否接反）、波特率和地址；休眠的保护板可用充电器或按键唤醒。</translation>
    </message>
    <message>
        <source>{where} sends bytes, but none that make a valid frame ({what}, {tries} tries).</source>
        <translation>{where} 有数据，但无法组成有效帧（{what}，已尝试 {tries} 次）。</translation>
    </message>
    <message>
        <source>Most often the baud rate or the protocol is wrong, or two masters share the bus.</source>
        <translation>通常是波特率或协议不对，或总线上有两个主站。</translation>
    </message>
    <message>
        <source>{where} sends bytes, but none that make a valid frame ({what}, {tries} tries); {unasked} of them came before anything was asked.</source>
        <translation>{where} 有数据，但无法组成有效帧（{what}，已尝试 {tries} 次）；其中 {unasked} 字节在发出请求之前就已收到。</translation>
    </message>
    <message>
        <source>Somebody else talks on this line, or the baud rate is wrong, or A and B are swapped.</source>
        <translation>线路上有其他设备在通信，或波特率不对，或 A、B 接反。</translation>
    </message>
    <message>
        <source>On {where} another master {what}. Nothing was sent.</source>
        <translation>{where} 上有另一个主站：{what}。未发送任何内容。</translation>
    </message>
    <message>
        <source>Unplug the other master, or add share=on to the address to ask in the gaps it leaves.</source>
        <translation>请拔下另一个主站，或在地址中加上 share=on，在其间隙中轮询。</translation>
    </message>
    <message>
        <source>{where} was never quiet long enough to ask for {what}; nothing was sent.</source>
        <translation>{where} 一直没有足够的空闲来读取{what}；未发送任何内容。</translation>
    </message>
    <message>
        <source>Another master leaves no gap on this line. Unplug it, or slow it down.</source>
        <translation>另一个主站在线路上不留间隙。请将其拔下或放慢。</translation>
    </message>
    <message>
        <source>Writing is locked.</source>
        <translation>写入已锁定。</translation>
    </message>
    <message>
        <source>Unlock writing in the strip at the top, then try again.</source>
        <translation>请在顶部状态条解锁写入后重试。</translation>
    </message>
    <message>
        <source>{where} is a recording and cannot be written to.</source>
        <translation>{where} 是录制文件，不能写入。</translation>
    </message>
    <message>
        <source>Connect the device itself.</source>
        <translation>请连接设备本身。</translation>
    </message>
    <message>
        <source>A reply to {what} is too short or contradicts itself: {detail}.</source>
        <translation>对 {what} 的应答过短或自相矛盾：{detail}。</translation>
    </message>
    <message>
        <source>Save a capture and report it; nothing was shown from this reply.</source>
        <translation>请保存抓包并反馈；该应答的内容未显示。</translation>
    </message>
    <message>
        <source>The board answered {got} when {what} was asked.</source>
        <translation>询问 {what} 时，保护板应答了 {got}。</translation>
    </message>
    <message>
        <source>Another master may be talking on the same bus.</source>
        <translation>同一总线上可能有另一个主站在通信。</translation>
    </message>
    <message>
        <source>At {where} now answers {got}, before it was {before}.</source>
        <translation>{where} 现在应答的是 {got}，之前是 {before}。</translation>
    </message>
    <message>
        <source>Nothing was sent to it. Look which pack is connected, then read it again.</source>
        <translation>未向其发送任何内容。请确认连接的是哪块电池，然后重新读取。</translation>
    </message>
    <message>
        <source>The board refused {what} (code {code}: {meaning}).</source>
        <translation>保护板拒绝了“{what}”（代码 {code}：{meaning}）。</translation>
    </message>
    <message>
        <source>Read the settings again; a password or another state of the board may be needed.</source>
        <translation>请重新读取设置；可能需要密码，或保护板需处于其他状态。</translation>
    </message>
    <message>
        <source>The board uses the new values but did not save them ({code}).</source>
        <translation>保护板已使用新值，但未保存（{code}）。</translation>
    </message>
    <message>
        <source>They may be gone after a restart. Write them again.</source>
        <translation>重启后可能丢失，请重新写入。</translation>
    </message>
    <message>
        <source>No valid frame in these bytes ({bad_frames} bad frames, {ignored_bytes} bytes ignored).</source>
        <translation>这些数据中没有有效帧（{bad_frames} 个错误帧，忽略 {ignored_bytes} 字节）。</translation>
    </message>
    <message>
        <source>Check the protocol, or try --lenient to look at frames with a bad checksum.</source>
        <translation>请检查协议，或用 --lenient 查看校验错误的帧。</translation>
    </message>
    <message>
        <source>“{text}” is not hexadecimal.</source>
        <translation>“{text}”不是十六进制数据。</translation>
    </message>
    <message>
        <source>Write bytes as pairs of 0-9 and A-F.</source>
        <translation>请用成对的 0-9 和 A-F 书写字节。</translation>
    </message>
    <message>
        <source>This board has no “{what}”. {why}</source>
        <translation>本保护板没有“{what}”。{why}</translation>
    </message>
    <message>
        <source>Nothing was sent. Its status can be read.</source>
        <translation>未发送任何内容。仍可读取其状态。</translation>
    </message>
    <message>
        <source>This board has no “{what}”.</source>
        <translation>本保护板没有“{what}”。</translation>
    </message>
    <message>
        <source>“protocols” lists what each board can do.</source>
        <translation>“protocols”可列出各保护板的功能。</translation>
    </message>
    <message>
        <source>{name} = {value} is outside {minimum} to {maximum} {unit}.</source>
        <translation>{name} = {value} 超出 {minimum} 至 {maximum} {unit} 的范围。</translation>
    </message>
    <message>
        <source>Nothing was sent. Choose a value inside the range.</source>
        <translation>未发送任何内容。请选择范围内的值。</translation>
    </message>
    <message>
        <source>{name} = {value} cannot be stored; the board knows {allowed}.</source>
        <translation>无法保存 {name} = {value}；保护板只支持 {allowed}。</translation>
    </message>
    <message>
        <source>Nothing was sent. Choose one of these values.</source>
        <translation>未发送任何内容。请选择其中一个值。</translation>
    </message>
    <message>
        <source>{name} = “{value}” is not {expected}.</source>
        <translation>{name} = “{value}”不是 {expected}。</translation>
    </message>
    <message>
        <source>Nothing was sent. Write {expected} instead.</source>
        <translation>未发送任何内容。请改为{expected}。</translation>
    </message>
    <message>
        <source>{name}: “{char}” at place {place} cannot be stored.</source>
        <translation>{name}：第 {place} 位的“{char}”无法保存。</translation>
    </message>
    <message>
        <source>Nothing was sent. Write plain letters, digits and signs (ASCII).</source>
        <translation>未发送任何内容。请只用英文字母、数字和符号（ASCII）。</translation>
    </message>
    <message>
        <source>{name} cannot be erased on this board.</source>
        <translation>{name} 在本保护板上不能清空。</translation>
    </message>
    <message>
        <source>Nothing was sent. Write a text.</source>
        <translation>未发送任何内容。请输入文本。</translation>
    </message>
    <message>
        <source>{name} is shown only; it cannot be written on this board.</source>
        <translation>{name} 仅供显示，在本保护板上不能写入。</translation>
    </message>
    <message>
        <source>Nothing was sent. Leave this value out. {detail}</source>
        <translation>没有发送任何内容。请不要写这个值。{detail}</translation>
    </message>
    <message>
        <source>{detail}</source>
        <translation>{detail}</translation>
    </message>
    <message>
        <source>Nothing was sent. Change the values so that they agree.</source>
        <translation>未发送任何内容。请修改数值使其一致。</translation>
    </message>
    <message>
        <source>There is no written change of {device} to undo.</source>
        <translation>{device} 没有可撤销的写入。</translation>
    </message>
    <message>
        <source>“history list” shows what was written.</source>
        <translation>“history list”可列出已写入的内容。</translation>
    </message>
    <message>
        <source>No write of {device} was interrupted.</source>
        <translation>{device} 没有被中断的写入。</translation>
    </message>
    <message>
        <source>“history list” shows what was written and how it ended.</source>
        <translation>“history list” 显示写入的内容及结果。</translation>
    </message>
    <message>
        <source>The last change of {device} cannot be undone: {names} changed since.</source>
        <translation>无法撤销 {device} 的上次修改：{names} 之后已变化。</translation>
    </message>
    <message>
        <source>Nothing was sent. Set the values one by one if you want the old ones.</source>
        <translation>未发送任何内容。如需旧值，请逐项设置。</translation>
    </message>
    <message>
        <source>{what} was sent, but the board still reports {read} instead of {sent}.</source>
        <translation>已发送 {what}，但保护板仍报告 {read}，而不是 {sent}。</translation>
    </message>
    <message>
        <source>It is not in effect. Look at active protections, then try again.</source>
        <translation>未生效。请查看当前保护状态后重试。</translation>
    </message>
    <message>
        <source>{what} was sent, but its effect could not be read back.</source>
        <translation>已发送 {what}，但无法回读其结果。</translation>
    </message>
    <message>
        <source>Read the state again before you rely on it.</source>
        <translation>请重新读取状态后再作判断。</translation>
    </message>
    <message>
        <source>{what} was sent, but nothing shows that the board restarted.</source>
        <translation>已发送{what}，但没有迹象表明保护板已重启。</translation>
    </message>
    <message>
        <source>It answered all the time. Restart it by its power switch or button.</source>
        <translation>它一直在应答。请用电源开关或按键重启。</translation>
    </message>
    <message>
        <source>{what} was sent, but no setting has changed.</source>
        <translation>已发送{what}，但没有任何参数改变。</translation>
    </message>
    <message>
        <source>Either they were the factory&apos;s already, or the board ignores it. Read them.</source>
        <translation>可能原本就是出厂值，或保护板忽略了该命令。请重新读取参数。</translation>
    </message>
    <message>
        <source>{what} was sent and the clock shows this time, but it does not run.</source>
        <translation>已发送{what}，时钟显示该时间，但没有走时。</translation>
    </message>
    <message>
        <source>Look at the clock again; its battery may be empty.</source>
        <translation>请再次查看时钟；其电池可能没电。</translation>
    </message>
    <message>
        <source>There is no file {path}.</source>
        <translation>没有文件 {path}。</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>请检查路径。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {detail}.</source>
        <translation>无法读取 {path}：{detail}。</translation>
    </message>
    <message>
        <source>Check the path and its permissions.</source>
        <translation>请检查路径及其权限。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {detail}.</source>
        <translation>无法写入 {path}：{detail}。</translation>
    </message>
    <message>
        <source>Check free space and permissions.</source>
        <translation>请检查剩余空间和权限。</translation>
    </message>
    <message>
        <source>The chosen map needs a key, and none is known here.</source>
        <translation>所选地图需要密钥，此处没有。</translation>
    </message>
    <message>
        <source>Choose the map again and give its key.</source>
        <translation>请重新选择该地图并填写密钥。</translation>
    </message>
    <message>
        <source>{path}, line {line}: {detail}. Problems in all: {count}.</source>
        <translation>{path} 第 {line} 行：{detail}。共 {count} 处问题。</translation>
    </message>
    <message>
        <source>“profiles check FILE” lists all of them. Nothing was sent to the board.</source>
        <translation>“profiles check FILE”可全部列出。未向保护板发送任何内容。</translation>
    </message>
    <message>
        <source>The protocol “{protocol}” needs the board&apos;s register map.</source>
        <translation>协议“{protocol}”需要保护板的寄存器表。</translation>
    </message>
    <message>
        <source>Name its file: protocol=modbus&amp;profile=FILE. “profiles list” shows files to copy.</source>
        <translation>请指定文件：protocol=modbus&amp;profile=FILE。“profiles list”可列出供复制的文件。</translation>
    </message>
    <message>
        <source>{path}, line {line}: {detail}.</source>
        <translation>{path} 第 {line} 行：{detail}。</translation>
    </message>
    <message>
        <source>The file is of another kind, or damaged there: take that line out, or choose another file.</source>
        <translation>文件类型不对或该处已损坏：请删去该行，或选择其他文件。</translation>
    </message>
    <message>
        <source>{path} is not a settings file: {detail}.</source>
        <translation>{path} 不是设置文件：{detail}。</translation>
    </message>
    <message>
        <source>“settings read” writes such a file; nothing was sent.</source>
        <translation>“settings read”可生成这种文件；未发送任何内容。</translation>
    </message>
    <message>
        <source>{path} was made for {theirs}, this board is {ours}.</source>
        <translation>{path} 适用于 {theirs}，而本保护板是 {ours}。</translation>
    </message>
    <message>
        <source>Nothing was sent. Read this board&apos;s own settings and carry values over.</source>
        <translation>未发送任何内容。请先读取本保护板自己的设置，再把数值抄过去。</translation>
    </message>
    <message>
        <source>The history {path} is damaged: {detail}.</source>
        <translation>历史文件 {path} 已损坏：{detail}。</translation>
    </message>
    <message>
        <source>It was left untouched. Move it away or name another file with --history.</source>
        <translation>文件未被改动。请将其移走，或用 --history 指定其他文件。</translation>
    </message>
    <message>
        <source>The history has no document {number}.</source>
        <translation>历史记录中没有文档 {number}。</translation>
    </message>
    <message>
        <source>It may be of another history. Close the page and open it from the list again.</source>
        <translation>它可能属于另一份历史记录。请关闭页面，再从列表中打开。</translation>
    </message>
    <message>
        <source>The history {path} is locked by another program.</source>
        <translation>历史文件 {path} 被其他程序锁定。</translation>
    </message>
    <message>
        <source>Close the other program, then try again.</source>
        <translation>请关闭其他程序后重试。</translation>
    </message>
    <message>
        <source>The history {path} was written by a newer version ({detail}).</source>
        <translation>历史文件 {path} 由更新的版本写入（{detail}）。</translation>
    </message>
    <message>
        <source>Update this program; the file was left untouched.</source>
        <translation>请升级本软件；文件未被改动。</translation>
    </message>
    <message>
        <source>The journal could not be written: {detail}.</source>
        <translation>无法写入日志：{detail}。</translation>
    </message>
    <message>
        <source>Nothing was sent to the device. Free space or choose another folder.</source>
        <translation>未向设备发送任何内容。请释放空间或选择其他文件夹。</translation>
    </message>
    <message>
        <source>How a write ended could not be put into the journal: {detail}.</source>
        <translation>未能将写入结果记入日志：{detail}。</translation>
    </message>
    <message>
        <source>Its entry stays open, as unknown. Read the settings again.</source>
        <translation>该条目保持未完成，显示为未知。请重新读取设置。</translation>
    </message>
    <message>
        <source>Nothing was imported. It must be an export or lines of “watch”.</source>
        <translation>未导入任何内容。文件必须是导出文件或“watch”的输出行。</translation>
    </message>
    <message>
        <source>The preferences {path} are damaged at line {line}: {detail}.</source>
        <translation>偏好设置 {path} 在第 {line} 行损坏：{detail}。</translation>
    </message>
    <message>
        <source>Defaults are used; the file is kept as it was until you mend or delete it.</source>
        <translation>已使用默认值；在您修复或删除之前，文件保持原样。</translation>
    </message>
    <message>
        <source>{path} is a recording without a single byte.</source>
        <translation>录制文件 {path} 中没有任何数据。</translation>
    </message>
    <message>
        <source>It was ended before anything crossed the link. Record again, for longer.</source>
        <translation>录制在链路有数据之前就结束了。请重新录制，时间长一些。</translation>
    </message>
    <message>
        <source>The times in {path} make no date.</source>
        <translation>{path} 中的时间不是有效日期。</translation>
    </message>
    <message>
        <source>Correct “started” in its first line, or the times after it.</source>
        <translation>请更正首行的“started”或其后的时间。</translation>
    </message>
    <message>
        <source>{path} was recorded with the protocol “{protocol}”, which is not known here.</source>
        <translation>{path} 是用协议“{protocol}”录制的，本软件不认识该协议。</translation>
    </message>
    <message>
        <source>Known are: {known}. Install what brings that protocol, or name one of these: --protocol KEY, or ?protocol=KEY behind the address.</source>
        <translation>已知协议：{known}。请安装提供该协议的组件，或指定其中之一：--protocol KEY，或在地址后加 ?protocol=KEY。</translation>
    </message>
    <message>
        <source>{path} holds no good frame of {protocol} ({bad_frames} damaged frames, {ignored_bytes} bytes in none).</source>
        <translation>{path} 中没有 {protocol} 的正确帧（{bad_frames} 个错误帧，{ignored_bytes} 字节不成帧）。</translation>
    </message>
    <message>
        <source>If another protocol was recorded, name it: --protocol KEY, or ?protocol=KEY behind the address. Else baud rate or wiring were wrong when it was recorded.</source>
        <translation>如果录制的是其他协议，请指定：--protocol KEY，或在地址后加 ?protocol=KEY。否则就是录制时波特率或接线有误。</translation>
    </message>
    <message>
        <source>The recording {where} does not have this, not up to here.</source>
        <translation>录制文件 {where} 到此处为止没有该内容。</translation>
    </message>
    <message>
        <source>Play on or go to a later time; it may never have been read from the board.</source>
        <translation>请继续播放或跳到更晚的时间；也可能从未从保护板读取过。</translation>
    </message>
    <message>
        <source>Bluetooth needs the package {package}, which is not there.</source>
        <translation>蓝牙需要软件包 {package}，但尚未安装。</translation>
    </message>
    <message>
        <source>Install it: pip install &apos;{extra}&apos;.</source>
        <translation>请安装：pip install &apos;{extra}&apos;。</translation>
    </message>
    <message>
        <source>This computer has no Bluetooth adapter that can be used.</source>
        <translation>此电脑没有可用的蓝牙适配器。</translation>
    </message>
    <message>
        <source>Plug in a Bluetooth 4.0 adapter or later, or start the Bluetooth service. ({detail})</source>
        <translation>请插入蓝牙 4.0 或更高版本的适配器，或启动蓝牙服务。（{detail}）</translation>
    </message>
    <message>
        <source>No virtual Bluetooth controller answers at {where}.</source>
        <translation>{where} 处没有虚拟蓝牙控制器应答。</translation>
    </message>
    <message>
        <source>Start one by “mingtang-desk simulate MODEL --listen hci:{where}”, or unset MINGTANG_BLE_HCI.</source>
        <translation>请用“mingtang-desk simulate MODEL --listen hci:{where}”启动一个，或取消设置 MINGTANG_BLE_HCI。</translation>
    </message>
    <message>
        <source>Bluetooth is switched off.</source>
        <translation>蓝牙已关闭。</translation>
    </message>
    <message>
        <source>Switch it on in the settings of the system, then try again.</source>
        <translation>请在系统设置中打开蓝牙，然后重试。</translation>
    </message>
    <message>
        <source>The system does not let this program use Bluetooth.</source>
        <translation>系统不允许本程序使用蓝牙。</translation>
    </message>
    <message>
        <source>Allow it in the privacy settings; on Linux your user needs access to the Bluetooth service. ({detail})</source>
        <translation>请在隐私设置中允许；在 Linux 上，当前用户需要有访问蓝牙服务的权限。（{detail}）</translation>
    </message>
    <message>
        <source>The Bluetooth adapter is busy with something else.</source>
        <translation>蓝牙适配器正忙于其他操作。</translation>
    </message>
    <message>
        <source>Close other programs that search or pair, or wait a moment and try again.</source>
        <translation>请关闭其他正在搜索或配对的程序，或稍候重试。</translation>
    </message>
    <message>
        <source>{where} was not heard within {seconds} s.</source>
        <translation>{seconds} 秒内未收到 {where} 的广播。</translation>
    </message>
    <message>
        <source>Go nearer (about 15 m in the open, less through metal), wake the board by charger or load, and close the phone app: a board that is connected to a phone cannot be found.</source>
        <translation>请靠近一些（空旷处约 15 米，隔金属更近），用充电器或负载唤醒保护板，并关闭手机 App：已连接手机的保护板无法被发现。</translation>
    </message>
    <message>
        <source>{where} is no longer heard: it sleeps or is out of range.</source>
        <translation>收不到 {where} 的广播：已休眠或超出范围。</translation>
    </message>
    <message>
        <source>Wake it by charger, load or button, go nearer, or close the phone app if that has taken it over. The desk keeps looking.</source>
        <translation>请用充电器、负载或按键唤醒，靠近一些；若被手机 App 占用，请关闭该 App。软件会继续查找。</translation>
    </message>
    <message>
        <source>Several devices are called {where}: {known}.</source>
        <translation>有多个设备名为 {where}：{known}。</translation>
    </message>
    <message>
        <source>Choose one by its address.</source>
        <translation>请按地址选择其中一个。</translation>
    </message>
    <message>
        <source>{where} is near but does not accept a connection.</source>
        <translation>{where} 就在附近，但不接受连接。</translation>
    </message>
    <message>
        <source>It is probably in use by another phone or desk: close the app there. Else go nearer, or switch Bluetooth off and on. ({detail})</source>
        <translation>可能正被其他手机或电脑使用：请关闭那里的 App。否则请靠近一些，或关闭再打开蓝牙。（{detail}）</translation>
    </message>
    <message>
        <source>Windows reached {where} but not its services ({tries} tries).</source>
        <translation>Windows 已连上 {where}，但读不到其服务（尝试 {tries} 次）。</translation>
    </message>
    <message>
        <source>Remove the device in the Bluetooth settings of Windows, switch Bluetooth off and on, and close the phone app; then connect again.</source>
        <translation>请在 Windows 蓝牙设置中删除该设备，关闭再打开蓝牙，并关闭手机 App，然后重新连接。</translation>
    </message>
    <message>
        <source>{where} wants to be paired with this computer first.</source>
        <translation>{where} 要求先与此电脑配对。</translation>
    </message>
    <message>
        <source>Pair it in the Bluetooth settings of the system, then connect again.</source>
        <translation>请在系统蓝牙设置中配对，然后重新连接。</translation>
    </message>
    <message>
        <source>{where} offers no service that a BMS could be read through.</source>
        <translation>{where} 没有可用于读取 BMS 的服务。</translation>
    </message>
    <message>
        <source>It may be another kind of device; choose the right one by its last five.</source>
        <translation>它可能是别的设备；请按后五位选择正确的设备。</translation>
    </message>
    <message>
        <source>{where} refused what was sent: {detail}.</source>
        <translation>{where} 拒绝了发送的数据：{detail}。</translation>
    </message>
    <message>
        <source>Connect anew; if it stays, choose the protocol by hand.</source>
        <translation>请重新连接；若仍如此，请手动选择协议。</translation>
    </message>
    <message>
        <source>The Bluetooth module of {where} asks for its owner&apos;s PIN.</source>
        <translation>{where} 的蓝牙模块要求输入机主 PIN 码。</translation>
    </message>
    <message>
        <source>Enter the six digits that were set in the phone app.</source>
        <translation>请输入在手机 App 中设置的六位数字。</translation>
    </message>
    <message>
        <source>The PIN for {where} is wrong; {left} attempts are left.</source>
        <translation>{where} 的 PIN 码错误；还可尝试 {left} 次。</translation>
    </message>
    <message>
        <source>Ask the owner. The desk stops before the module might lock itself.</source>
        <translation>请询问机主。软件会在模块可能自行锁定之前停止尝试。</translation>
    </message>
    <message>
        <source>The Bluetooth module of {where} takes no PIN any more.</source>
        <translation>{where} 的蓝牙模块不再接受 PIN 码。</translation>
    </message>
    <message>
        <source>Use the RS485 or UART port, or switch the pack off and on and ask the owner for the PIN; connect again after that.</source>
        <translation>请使用 RS485 或 UART 接口，或将电池关机再开机并向机主询问 PIN 码，然后重新连接。</translation>
    </message>
    <message>
        <source>The PIN of {where} cannot be given: its address is hidden.</source>
        <translation>无法向 {where} 提交 PIN 码：其地址被隐藏。</translation>
    </message>
    <message>
        <source>This system hides Bluetooth addresses; use Linux or Windows, or a cable.</source>
        <translation>本系统会隐藏蓝牙地址；请使用 Linux 或 Windows，或改用线缆。</translation>
    </message>
    <message>
        <source>aiobmsble {wanted} is needed, {found} is there.</source>
        <translation>需要 aiobmsble {wanted}，当前为 {found}。</translation>
    </message>
    <message>
        <source>Install it: pip install &apos;aiobmsble=={wanted}&apos;.</source>
        <translation>请安装：pip install &apos;aiobmsble=={wanted}&apos;。</translation>
    </message>
    <message>
        <source>{protocol} is read over Bluetooth only, not over {scheme}.</source>
        <translation>{protocol} 只能通过蓝牙读取，不能通过 {scheme}。</translation>
    </message>
    <message>
        <source>Use an address that starts with ble://.</source>
        <translation>请使用以 ble:// 开头的地址。</translation>
    </message>
    <message>
        <source>{what} is not possible: read only, by aiobmsble.</source>
        <translation>无法执行 {what}：经 aiobmsble 只读。</translation>
    </message>
    <message>
        <source>Use the maker&apos;s app, or a board that the desk speaks itself.</source>
        <translation>请使用厂商 App，或使用本软件直接支持的保护板。</translation>
    </message>
    <message>
        <source>{where} answered, but not as {protocol} does: {detail}.</source>
        <translation>{where} 有应答，但不符合 {protocol}：{detail}。</translation>
    </message>
    <message>
        <source>Choose another protocol, or let the desk find out.</source>
        <translation>请选择其他协议，或让软件自动识别。</translation>
    </message>
    <message>
        <source>This computer has no serial port.</source>
        <translation>此电脑没有串口。</translation>
    </message>
    <message>
        <source>Plug the USB adapter in and check its driver, or type the address of a port.</source>
        <translation>请插入 USB 适配器并检查其驱动，或输入端口地址。</translation>
    </message>
    <message>
        <source>Nobody answers on {where}; not a single byte came.</source>
        <translation>{where} 上无应答，未收到任何字节。</translation>
    </message>
    <message>
        <source>Check that the board has power and that A and B are not swapped; wake a sleeping board by charger or button. Tried: {tried}.</source>
        <translation>请检查保护板是否有电、A/B 是否接反；休眠的保护板请用充电器或按键唤醒。已尝试：{tried}。</translation>
    </message>
    <message>
        <source>On {where} bytes come ({count}), but none that make a frame at any speed.</source>
        <translation>{where} 上收到字节（{count}），但在任何波特率下都不成帧。</translation>
    </message>
    <message>
        <source>A and B may be swapped, ground may be missing, or the board speaks another protocol. Tried: {tried}.</source>
        <translation>可能 A/B 接反、未接地线，或保护板使用其他协议。已尝试：{tried}。</translation>
    </message>
    <message>
        <source>Somebody on {where} speaks {protocol}, but as no board that the desk knows.</source>
        <translation>{where} 上有设备使用 {protocol}，但不是软件已知的保护板。</translation>
    </message>
    <message>
        <source>Connect it with a register map of its own: protocol=modbus&amp;profile=FILE.</source>
        <translation>请用其自己的寄存器表连接：protocol=modbus&amp;profile=FILE。</translation>
    </message>
    <message>
        <source>On {where} a {protocol} board answered once and not a second time.</source>
        <translation>{where} 上的 {protocol} 保护板应答了一次，第二次未应答。</translation>
    </message>
    <message>
        <source>Check plug and cable, look for a second master, then search again.</source>
        <translation>请检查插头和线缆，确认没有第二个主站，然后重新搜索。</translation>
    </message>
    <message>
        <source>The search on {where} was stopped before its end.</source>
        <translation>{where} 上的搜索提前停止。</translation>
    </message>
    <message>
        <source>Search again and give it more time.</source>
        <translation>请重新搜索并给予更多时间。</translation>
    </message>
    <message>
        <source>On {where} two boards seem to answer at address {address} at once.</source>
        <translation>{where} 上似乎有两块保护板同时以地址 {address} 应答。</translation>
    </message>
    <message>
        <source>Unplug all but one of them and give it another address, then search again.</source>
        <translation>请只保留其中一块，为其改用其他地址，然后重新搜索。</translation>
    </message>
    <message>
        <source>{where} is open in this desk already.</source>
        <translation>{where} 已在本软件中打开。</translation>
    </message>
    <message>
        <source>Its devices are in the list; disconnect them to search there.</source>
        <translation>其设备已在列表中；如需在此搜索，请先断开它们。</translation>
    </message>
    <message>
        <source>Protocol {protocol} would write while it searches; it was left out.</source>
        <translation>协议 {protocol} 搜索时会写入，因此已跳过。</translation>
    </message>
    <message>
        <source>Connect such a board by naming its protocol.</source>
        <translation>请指定协议来连接此类保护板。</translation>
    </message>
    <message>
        <source>There is nothing called “{target}” to calibrate.</source>
        <translation>没有名为“{target}”的校准项目。</translation>
    </message>
    <message>
        <source>Known: zero-current, charge-current, discharge-current, cell-1…, ntc-1….</source>
        <translation>可用：zero-current、charge-current、discharge-current、cell-1…、ntc-1…。</translation>
    </message>
    <message>
        <source>This board has no calibration of {target}.</source>
        <translation>此保护板没有{target}的校准。</translation>
    </message>
    <message>
        <source>It can calibrate: {known}.</source>
        <translation>可校准：{known}。</translation>
    </message>
    <message>
        <source>The board reads nothing for {target}.</source>
        <translation>保护板没有{target}的读数。</translation>
    </message>
    <message>
        <source>A broken sense wire or an open sensor must be repaired, not calibrated.</source>
        <translation>采样线断线或传感器开路需要维修，不能靠校准解决。</translation>
    </message>
    <message>
        <source>For {target} too little current flows: {amps} A.</source>
        <translation>{target}：电流太小（{amps} A）。</translation>
    </message>
    <message>
        <source>Nothing was sent. Let a constant current of at least 1 A flow in this direction.</source>
        <translation>未发送任何内容。请在该方向施加至少 1 A 的恒定电流。</translation>
    </message>
    <message>
        <source>A current of {amps} A flows; at rest it may be {most} A.</source>
        <translation>有 {amps} A 电流；静置时最多允许 {most} A。</translation>
    </message>
    <message>
        <source>Nothing was sent. Unplug load and charger and wait a minute.</source>
        <translation>未发送任何内容。请断开负载和充电器并等待一分钟。</translation>
    </message>
    <message>
        <source>The board balances {target}, which falsifies its voltage.</source>
        <translation>保护板正在均衡{target}，电压读数不准。</translation>
    </message>
    <message>
        <source>Nothing was sent. Wait until balancing ends or turn it off.</source>
        <translation>未发送任何内容。请等待均衡结束或将其关闭。</translation>
    </message>
    <message>
        <source>The reference {reference} {unit} is too far from the reading {reading} {unit} of {target}; at most {most} {unit} are taken.</source>
        <translation>参考值 {reference} {unit} 与{target}的读数 {reading} {unit} 相差太大；最多接受 {most} {unit}。</translation>
    </message>
    <message>
        <source>Nothing was sent. Check probe, range and unit of the meter; an error so large is a fault of the board.</source>
        <translation>未发送任何内容。请检查表笔、量程和单位；误差如此之大说明保护板有故障。</translation>
    </message>
    <message>
        <source>{target} would need a correction of {value}; the board takes {minimum} to {maximum}.</source>
        <translation>{target}需要修正 {value}；保护板只接受 {minimum} 到 {maximum}。</translation>
    </message>
    <message>
        <source>Nothing was written. Check the reference; the board may be broken.</source>
        <translation>未写入任何内容。请检查参考值；保护板可能已损坏。</translation>
    </message>
    <message>
        <source>Not steady within {seconds} s: {what} is {meaning} ({drift} {unit} a minute, spread {spread} {unit}).</source>
        <translation>{seconds} 秒内未稳定：{what}{meaning}（每分钟 {drift} {unit}，离散 {spread} {unit}）。</translation>
    </message>
    <message>
        <source>Nothing was sent. Let current, temperature and contacts settle, then try again.</source>
        <translation>未发送任何内容。请等电流、温度和接触稳定后重试。</translation>
    </message>
    <message>
        <source>Since it was steady, {what} moved from {was} to {now} {unit}.</source>
        <translation>稳定之后，{what}从 {was} 变为 {now} {unit}。</translation>
    </message>
    <message>
        <source>Nothing was sent. Wait until it is steady again.</source>
        <translation>未发送任何内容。请等待再次稳定。</translation>
    </message>
    <message>
        <source>The correction of {target} was changed since: {now} instead of {expected}.</source>
        <translation>{target}的修正值此后已被更改：{now}，而不是 {expected}。</translation>
    </message>
    <message>
        <source>Nothing was sent. Calibrate again instead.</source>
        <translation>未发送任何内容。请重新校准。</translation>
    </message>
    <message>
        <source>The calibration of {target} cannot be undone.</source>
        <translation>{target}的校准无法撤销。</translation>
    </message>
    <message>
        <source>This board does not tell its corrections. Calibrate again instead.</source>
        <translation>此保护板不提供修正值。请重新校准。</translation>
    </message>
    <message>
        <source>A calibration record cannot be read: {detail}.</source>
        <translation>无法读取校准记录：{detail}。</translation>
    </message>
    <message>
        <source>It was left as it is; newer versions may read it.</source>
        <translation>记录保持原样；较新的版本可能可以读取。</translation>
    </message>
    <message>
        <source>The calibration of {name} ran out on {due}.</source>
        <translation>{name} 的校准已于 {due} 到期。</translation>
    </message>
    <message>
        <source>Nothing was sent. Use another meter, or accept it knowingly; the record will say so.</source>
        <translation>未发送任何内容。请换一台仪表，或明确接受；记录中会注明。</translation>
    </message>
    <message>
        <source>“{address}” is no address of a meter.</source>
        <translation>“{address}”不是仪表地址。</translation>
    </message>
    <message>
        <source>Write it like {examples}.</source>
        <translation>请写成 {examples}。</translation>
    </message>
    <message>
        <source>{where} is the line of the board, not of a meter.</source>
        <translation>{where} 是保护板的线路，不是仪表的。</translation>
    </message>
    <message>
        <source>Give the address of the meter.</source>
        <translation>请输入仪表的地址。</translation>
    </message>
    <message>
        <source>The meter at {where} did not answer {question} in time.</source>
        <translation>{where} 处的仪表没有及时应答 {question}。</translation>
    </message>
    <message>
        <source>Check cable, baud rate and that SCPI is on at the meter; try again.</source>
        <translation>请检查线缆、波特率以及仪表是否已开启 SCPI，然后重试。</translation>
    </message>
    <message>
        <source>What answers there is no SCPI meter: “{answer}”.</source>
        <translation>应答的不是 SCPI 仪表：“{answer}”。</translation>
    </message>
    <message>
        <source>Check the address, baud rate and language of the meter.</source>
        <translation>请检查仪表的地址、波特率和语言设置。</translation>
    </message>
    <message>
        <source>The meter answered “{answer}” where a number was asked for.</source>
        <translation>询问数值时仪表回答“{answer}”。</translation>
    </message>
    <message>
        <source>Nothing was sent. Look at its display, then read again.</source>
        <translation>未发送任何内容。请查看仪表显示，然后重新读取。</translation>
    </message>
    <message>
        <source>The meter shows an overload ({answer}).</source>
        <translation>仪表显示超量程（{answer}）。</translation>
    </message>
    <message>
        <source>Nothing was sent. Choose a larger range or check the probes.</source>
        <translation>未发送任何内容。请选择更大的量程或检查表笔。</translation>
    </message>
    <message>
        <source>The meter has no reading ({answer}).</source>
        <translation>仪表没有读数（{answer}）。</translation>
    </message>
    <message>
        <source>Nothing was sent. Check its function and probes.</source>
        <translation>未发送任何内容。请检查其功能档位和表笔。</translation>
    </message>
    <message>
        <source>The meter answered “{answer}”; {unit} was asked for.</source>
        <translation>仪表回答“{answer}”；需要的单位是 {unit}。</translation>
    </message>
    <message>
        <source>Nothing was sent. Set the unit of the meter to {unit}.</source>
        <translation>未发送任何内容。请将仪表单位设为 {unit}。</translation>
    </message>
    <message>
        <source>{what}: the board&apos;s flag says off, but {amps} A still flow.</source>
        <translation>{what}：保护板状态位显示关，但仍有 {amps} A 电流。</translation>
    </message>
    <message>
        <source>Its MOSFET may be welded: treat the output as live, and separate the pack by its plug or fuse. If a meter shows no current, the current reading is wrong.</source>
        <translation>MOS 可能已击穿粘连：请视输出为带电，并用插头或熔断器断开电池。若仪表显示没有电流，则电流读数有误。</translation>
    </message>
    <message>
        <source>The history knows no factory reset of {device} to undo.</source>
        <translation>历史记录中没有 {device} 可撤销的恢复出厂操作。</translation>
    </message>
    <message>
        <source>Nothing was sent. Write a saved settings file, or set the values by hand.</source>
        <translation>未发送任何内容。请写入已保存的设置文件，或手动设置。</translation>
    </message>
    <message>
        <source>All settings of {device} are as they were before its last factory reset.</source>
        <translation>{device} 的全部参数与上次恢复出厂前一致。</translation>
    </message>
    <message>
        <source>Nothing was sent; nothing is left to undo.</source>
        <translation>未发送任何内容；没有可撤销的内容。</translation>
    </message>
    <message>
        <source>{path} was changed after it was released: its checksum does not fit it.</source>
        <translation>{path} 在发布后被修改过：校验值不符。</translation>
    </message>
    <message>
        <source>Nothing was sent. Save the set again under a new version, or accept the edited file (--accept-edited) if you know who changed it.</source>
        <translation>未发送任何内容。请以新版本重新保存该参数集；若清楚是谁修改的，可接受修改后的文件 (--accept-edited)。</translation>
    </message>
    <message>
        <source>The set was released for {theirs}, this board is {ours}.</source>
        <translation>该参数集适用于 {theirs}，而本保护板是 {ours}。</translation>
    </message>
    <message>
        <source>Nothing was sent. Choose a set for this board, or save a new version for it.</source>
        <translation>未发送任何内容。请选择适用于本保护板的参数集，或为其保存新版本。</translation>
    </message>
    <message>
        <source>{name}: the set is for {theirs} cells, this pack is set for {ours}.</source>
        <translation>{name}：该参数集适用于 {theirs} 电池，而本电池按 {ours} 设置。</translation>
    </message>
    <message>
        <source>Nothing was sent. Choose a set for these cells. If the board is to be set up for others, accept the chemistry (--accept-chemistry).</source>
        <translation>未发送任何内容。请选择适用于这种电池的参数集。若要将保护板改用于其他电池，请接受电池类型 (--accept-chemistry)。</translation>
    </message>
    <message>
        <source>{name}: the set is for {theirs} cells in series, this pack has {ours}.</source>
        <translation>{name}：该参数集适用于 {theirs} 串，而本电池为 {ours} 串。</translation>
    </message>
    <message>
        <source>Nothing was sent. Choose a set for {ours} cells. If the board is to be set up for another pack, accept the number of cells (--accept-cells).</source>
        <translation>未发送任何内容。请选择适用于 {ours} 串的参数集。若要将保护板改用于其他电池，请接受串数 (--accept-cells)。</translation>
    </message>
    <message>
        <source>{name} = {value} is outside {minimum} to {maximum} {unit}; {offer} {unit} was probably meant.</source>
        <translation>{name} = {value} 超出 {minimum} 至 {maximum} {unit}；可能想写 {offer} {unit}。</translation>
    </message>
    <message>
        <source>Nothing was sent. Write {name} = {offer} if that is meant; it is not assumed.</source>
        <translation>未发送任何内容。若是此意，请写 {name} = {offer}；不会自动假定。</translation>
    </message>
    <message>
        <source>Nobody accepted what it is warned of: {detail}</source>
        <translation>对其警告无人确认：{detail}</translation>
    </message>
    <message>
        <source>Nothing was sent to it. Accept the warning in another run.</source>
        <translation>未向其发送任何内容。请在下次执行时确认该警告。</translation>
    </message>
    <message>
        <source>{path} holds nothing but what belongs to one pack: {names}.</source>
        <translation>{path} 只包含属于单块电池的内容：{names}。</translation>
    </message>
    <message>
        <source>Nothing was sent. Codes, serial numbers and dates are written to another pack only when you ask for it (--with-identity).</source>
        <translation>未发送任何内容。编码、序列号和日期只有在明确要求时才写入其他电池 (--with-identity)。</translation>
    </message>
    <message>
        <source>There is a set “{name}” of version {version} already.</source>
        <translation>参数集“{name}”的版本 {version} 已存在。</translation>
    </message>
    <message>
        <source>Save it under version {next}; a released version is never overwritten.</source>
        <translation>请保存为版本 {next}；已发布的版本不会被覆盖。</translation>
    </message>
    <message>
        <source>There is no golden set “{name}”.</source>
        <translation>没有标准参数集“{name}”。</translation>
    </message>
    <message>
        <source>“settings golden list” lists those that are saved.</source>
        <translation>“settings golden list”列出已保存的参数集。</translation>
    </message>
    <message>
        <source>“{name}” is no name for a set: {detail}.</source>
        <translation>“{name}”不能作为参数集名称：{detail}。</translation>
    </message>
    <message>
        <source>Use 1 to 60 letters, digits, spaces and the signs - _ . +</source>
        <translation>请使用 1 至 60 个字母、数字、空格以及 - _ . + 符号</translation>
    </message>
    <message>
        <source>{path} was written, but reads differently: {detail}.</source>
        <translation>{path} 已写入，但读回内容不同：{detail}。</translation>
    </message>
    <message>
        <source>Do not use it. Save it on another disk.</source>
        <translation>请勿使用。请保存到其他磁盘。</translation>
    </message>
    <message>
        <source>{path} exists already.</source>
        <translation>{path} 已存在。</translation>
    </message>
    <message>
        <source>Name another file, or move it away.</source>
        <translation>请换一个文件名，或移走该文件。</translation>
    </message>
    <message>
        <source>The history has no earlier settings of {device}.</source>
        <translation>历史记录中没有 {device} 更早的参数。</translation>
    </message>
    <message>
        <source>Read the settings of the board once; they are kept then.</source>
        <translation>请先读取一次保护板参数，之后会保留。</translation>
    </message>
    <message>
        <source>There is no preset “{name}”.</source>
        <translation>没有预设“{name}”。</translation>
    </message>
    <message>
        <source>Known presets: {known}.</source>
        <translation>已知预设：{known}。</translation>
    </message>
    <message>
        <source>“{source}” cannot be used here: {detail}.</source>
        <translation>此处不能使用“{source}”：{detail}。</translation>
    </message>
    <message>
        <source>Write an address, a file, golden:NAME, preset:NAME or snapshot:last.</source>
        <translation>请填写地址、文件、golden:NAME、preset:NAME 或 snapshot:last。</translation>
    </message>
    <message>
        <source>{series} cells in series and {parallel} in parallel: {detail}.</source>
        <translation>{series} 串 {parallel} 并：{detail}。</translation>
    </message>
    <message>
        <source>Write 1 to 48 in series and 1 to 1000 in parallel.</source>
        <translation>请填写 1 至 48 串、1 至 1000 并。</translation>
    </message>
    <message>
        <source>{path} is no list of presets: {detail}.</source>
        <translation>{path} 不是预设列表：{detail}。</translation>
    </message>
    <message>
        <source>The file of the program is damaged: install it again.</source>
        <translation>程序文件已损坏：请重新安装。</translation>
    </message>
    <message>
        <source>{path} is no settings file of a JBD tool: {detail}.</source>
        <translation>{path} 不是 JBD 工具的参数文件：{detail}。</translation>
    </message>
    <message>
        <source>Lines of it read like “CellOverVoltage 4250”. Nothing was imported.</source>
        <translation>其内容应形如“CellOverVoltage 4250”。未导入任何内容。</translation>
    </message>
    <message>
        <source>This needs the role {needed}; you are {role} ({what}).</source>
        <translation>此操作需要“{needed}”角色；当前为“{role}”（{what}）。</translation>
    </message>
    <message>
        <source>Sign in as somebody who may. On the command line: --as NAME and the PIN.</source>
        <translation>请以有权限的人员登录。命令行：--as 姓名，并提供 PIN。</translation>
    </message>
    <message>
        <source>Name or PIN is wrong; {left} attempts are left.</source>
        <translation>姓名或 PIN 错误；还可尝试 {left} 次。</translation>
    </message>
    <message>
        <source>Then the desk waits before it takes another.</source>
        <translation>之后须等待一段时间才能再试。</translation>
    </message>
    <message>
        <source>Too many wrong PINs: wait {seconds} s.</source>
        <translation>PIN 错误次数过多：请等待 {seconds} 秒。</translation>
    </message>
    <message>
        <source>An engineer can set a new PIN for {name} meanwhile.</source>
        <translation>期间工程师可以为 {name} 设置新的 PIN。</translation>
    </message>
    <message>
        <source>A PIN has {least} characters at least.</source>
        <translation>PIN 至少 {least} 个字符。</translation>
    </message>
    <message>
        <source>Choose a longer one.</source>
        <translation>请换一个更长的。</translation>
    </message>
    <message>
        <source>“{name}” cannot be a name here: {detail}.</source>
        <translation>“{name}”不能用作姓名：{detail}。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请换一个姓名。</translation>
    </message>
    <message>
        <source>Nobody is called “{name}” here.</source>
        <translation>这里没有名为“{name}”的人员。</translation>
    </message>
    <message>
        <source>“mingtang-desk roles list” tells who is known.</source>
        <translation>“mingtang-desk roles list”列出已知人员。</translation>
    </message>
    <message>
        <source>“{name}” is the only engineer.</source>
        <translation>“{name}”是唯一的工程师。</translation>
    </message>
    <message>
        <source>Add another engineer first, or turn roles off.</source>
        <translation>请先添加另一名工程师，或关闭角色功能。</translation>
    </message>
    <message>
        <source>Roles are off: everybody may do everything.</source>
        <translation>角色功能已关闭：所有人都可进行所有操作。</translation>
    </message>
    <message>
        <source>Turn them on first, with the name and PIN of an engineer.</source>
        <translation>请先用一名工程师的姓名和 PIN 启用。</translation>
    </message>
    <message>
        <source>Roles are on already.</source>
        <translation>角色功能已启用。</translation>
    </message>
    <message>
        <source>Sign in as an engineer to change them.</source>
        <translation>请以工程师身份登录后修改。</translation>
    </message>
    <message>
        <source>The file of roles {path} is damaged: {detail}.</source>
        <translation>角色文件 {path} 已损坏：{detail}。</translation>
    </message>
    <message>
        <source>Until it is mended everybody is an observer. Put back a copy, or delete it to turn roles off.</source>
        <translation>修复之前所有人都是观察员。请恢复副本，或删除该文件以关闭角色功能。</translation>
    </message>
    <message>
        <source>This is no track, at {where}: {detail}.</source>
        <translation>这不是轨迹文件，问题在 {where}：{detail}。</translation>
    </message>
    <message>
        <source>A track is a JSON object with “columns” (unix_s, lat, lon, …) and “rows”; docs/geo.md has an example.</source>
        <translation>轨迹是一个 JSON 对象，包含“columns”（unix_s、lat、lon……）和“rows”；示例见 docs/geo.md。</translation>
    </message>
    <message>
        <source>Give a track as a JSON file in UTF-8.</source>
        <translation>请提供 UTF-8 编码的 JSON 轨迹文件。</translation>
    </message>
    <message>
        <source>“{text}” is no position.</source>
        <translation>“{text}”不是有效的位置。</translation>
    </message>
    <message>
        <source>Write latitude and longitude in degrees, as in 31.2304,121.4737.</source>
        <translation>请以度为单位写出纬度和经度，例如 31.2304,121.4737。</translation>
    </message>
    <message>
        <source>“{server}” is not the address of a server: {detail}.</source>
        <translation>“{server}”不是服务器地址：{detail}。</translation>
    </message>
    <message>
        <source>Write it like https://cloud.example.org or https://host:8443.</source>
        <translation>请写成 https://cloud.example.org 或 https://host:8443 的形式。</translation>
    </message>
    <message>
        <source>{server} would be reached without encryption: nothing was sent.</source>
        <translation>到 {server} 的连接不会加密：没有发送任何内容。</translation>
    </message>
    <message>
        <source>Everybody on the way could read the password. Use https://, or --insecure in a network that you trust.</source>
        <translation>途中任何人都能读到密码。请使用 https://；若是可信的网络，可加 --insecure。</translation>
    </message>
    <message>
        <source>The server {server} cannot be reached: {detail}.</source>
        <translation>无法连接服务器 {server}：{detail}。</translation>
    </message>
    <message>
        <source>Check its address, that it runs, and the network.</source>
        <translation>请检查地址、服务器是否在运行以及网络。</translation>
    </message>
    <message>
        <source>{server} did not prove who it is: {detail}.</source>
        <translation>{server} 没有证明自己的身份：{detail}。</translation>
    </message>
    <message>
        <source>Nothing was sent. Its certificate may have run out or be its own; check the clock here too.</source>
        <translation>没有发送任何内容。证书可能已过期或为自签名；也请检查本机时钟。</translation>
    </message>
    <message>
        <source>The server {server} did not answer within {seconds} s.</source>
        <translation>服务器 {server} 在 {seconds} s 内没有应答。</translation>
    </message>
    <message>
        <source>Try again; if it stays so, look at the server.</source>
        <translation>请重试；若一直如此，请查看服务器。</translation>
    </message>
    <message>
        <source>{server} answered something that cannot be so: {detail}.</source>
        <translation>{server} 的应答不可能成立：{detail}。</translation>
    </message>
    <message>
        <source>Check the address: another program may answer there.</source>
        <translation>请检查地址：那里应答的可能是另一个程序。</translation>
    </message>
    <message>
        <source>The server {server} is of version {version}, older than this program ({ours}).</source>
        <translation>服务器 {server} 的版本是 {version}，比本程序（{ours}）旧。</translation>
    </message>
    <message>
        <source>It cannot do this. Ask whoever runs it to update it.</source>
        <translation>它做不到这一点。请让管理服务器的人更新它。</translation>
    </message>
    <message>
        <source>The server {server} is of version {version}, newer than this program ({ours}).</source>
        <translation>服务器 {server} 的版本是 {version}，比本程序（{ours}）新。</translation>
    </message>
    <message>
        <source>Update this program.</source>
        <translation>请更新本程序。</translation>
    </message>
    <message>
        <source>The server {server} refused the login of {user}.</source>
        <translation>服务器 {server} 拒绝了 {user} 的登录。</translation>
    </message>
    <message>
        <source>The name or the password is wrong, or the user is disabled.</source>
        <translation>用户名或密码错误，或该用户已停用。</translation>
    </message>
    <message>
        <source>{user} needs the code of the authenticator too.</source>
        <translation>{user} 还需要验证器的验证码。</translation>
    </message>
    <message>
        <source>Give it with --totp, or a recovery code with --recovery.</source>
        <translation>请用 --totp 给出验证码，或用 --recovery 给出恢复码。</translation>
    </message>
    <message>
        <source>The code is wrong, or was used before.</source>
        <translation>验证码错误，或已经用过。</translation>
    </message>
    <message>
        <source>Wait for the next one; the clock of the phone may be wrong too.</source>
        <translation>请等待下一个验证码；也可能是手机时钟不准。</translation>
    </message>
    <message>
        <source>The password of {user} is another one.</source>
        <translation>{user} 的密码不对。</translation>
    </message>
    <message>
        <source>Nothing was changed. Type the present password again.</source>
        <translation>未作任何更改。请重新输入当前密码。</translation>
    </message>
    <message>
        <source>The server does not take this new password. {detail}</source>
        <translation>服务器不接受此新密码。{detail}</translation>
    </message>
    <message>
        <source>Nothing was changed. Several words in a row are a good one.</source>
        <translation>未作任何更改。连续几个词就是好密码。</translation>
    </message>
    <message>
        <source>{server} wants its user agreement to be accepted first.</source>
        <translation>{server} 要求先同意其用户协议。</translation>
    </message>
    <message>
        <source>Read and accept it in the panel Account, or by “cloud agreement”.</source>
        <translation>请在“账户”面板中阅读并同意，或使用“cloud agreement”。</translation>
    </message>
    <message>
        <source>{server} has another version of its user agreement.</source>
        <translation>{server} 的用户协议已是另一版本。</translation>
    </message>
    <message>
        <source>Read the present one, and accept that.</source>
        <translation>请阅读并同意当前版本。</translation>
    </message>
    <message>
        <source>{server} could not be told that you logged out.</source>
        <translation>无法通知 {server} 您已退出登录。</translation>
    </message>
    <message>
        <source>Here the login has ended. There its session runs out by itself within 30 days; from another login it can be ended under Sessions.</source>
        <translation>本机的登录已结束。服务器上的会话会在 30 天内自行过期；也可在另一处登录后于“会话”中结束它。</translation>
    </message>
    <message>
        <source>The login at {server} is of a kind “{kind}” not known here.</source>
        <translation>{server} 的登录类型“{kind}”在此未知。</translation>
    </message>
    <message>
        <source>A newer program made it. Update this one, or forget the login.</source>
        <translation>它由较新的程序创建。请更新本程序，或忘记该登录。</translation>
    </message>
    <message>
        <source>The server on this computer did not start: {detail}</source>
        <translation>本机服务器未能启动：{detail}</translation>
    </message>
    <message>
        <source>Its log says more: {log}</source>
        <translation>详情见其日志：{log}</translation>
    </message>
    <message>
        <source>This program cannot start a server on this computer.</source>
        <translation>本程序无法在本机启动服务器。</translation>
    </message>
    <message>
        <source>Log in at another server.</source>
        <translation>请登录其他服务器。</translation>
    </message>
    <message>
        <source>Another window runs the server on this computer.</source>
        <translation>本机服务器由另一个窗口运行。</translation>
    </message>
    <message>
        <source>Do it in that window, or close it first.</source>
        <translation>请在那个窗口中操作，或先将其关闭。</translation>
    </message>
    <message>
        <source>{server} was asked too often; it wants {seconds} s of rest.</source>
        <translation>对 {server} 的请求过于频繁；它要求等待 {seconds} s。</translation>
    </message>
    <message>
        <source>Wait so long, then try again.</source>
        <translation>请等待这段时间后重试。</translation>
    </message>
    <message>
        <source>The login of {user} at {server} has ended.</source>
        <translation>{user} 在 {server} 的登录已结束。</translation>
    </message>
    <message>
        <source>Log in again. If you did not end it, look at the sessions and change the password.</source>
        <translation>请重新登录。如果不是您自己结束的，请查看登录会话并修改密码。</translation>
    </message>
    <message>
        <source>Nobody is logged in at {server}.</source>
        <translation>没有人登录到 {server}。</translation>
    </message>
    <message>
        <source>“mingtang-desk cloud login URL --user U” logs in.</source>
        <translation>用“mingtang-desk cloud login URL --user U”登录。</translation>
    </message>
    <message>
        <source>Several logins could be meant: {logins}.</source>
        <translation>可能指多个登录：{logins}。</translation>
    </message>
    <message>
        <source>Name one with --server and --user.</source>
        <translation>请用 --server 和 --user 指明一个。</translation>
    </message>
    <message>
        <source>{server} does not permit this: {detail}</source>
        <translation>{server} 不允许此操作：{detail}</translation>
    </message>
    <message>
        <source>Somebody with a higher role can do it, or give you the role.</source>
        <translation>角色更高的人可以操作，或为您授予该角色。</translation>
    </message>
    <message>
        <source>{server} refused this: {detail}</source>
        <translation>{server} 拒绝了该操作：{detail}</translation>
    </message>
    <message>
        <source>Somebody of the account above yours can enable it or extend its time.</source>
        <translation>上级账户的人员可以启用它或延长其有效期。</translation>
    </message>
    <message>
        <source>Refused for {count} of {all} batteries, first {number}: {detail}</source>
        <translation>{all} 块电池中有 {count} 块被拒绝，第一个是 {number}：{detail}</translation>
    </message>
    <message>
        <source>The others were asked.</source>
        <translation>其余的已下发。</translation>
    </message>
    <message>
        <source>{server} knows no such thing: {detail}</source>
        <translation>{server} 没有这一项：{detail}</translation>
    </message>
    <message>
        <source>It may be gone, or be of another account than yours: read the list again.</source>
        <translation>它可能已不存在，或属于别的账户：请重新读取列表。</translation>
    </message>
    <message>
        <source>{server} has no such data of this battery yet: {detail}</source>
        <translation>{server} 还没有这块电池的此类数据：{detail}</translation>
    </message>
    <message>
        <source>Wait until it reports, or ask it by a command.</source>
        <translation>请等它上报，或用指令向它查询。</translation>
    </message>
    <message>
        <source>{server} refused this ({problem}): {detail}</source>
        <translation>{server} 拒绝了此操作（{problem}）：{detail}</translation>
    </message>
    <message>
        <source>{server} could not do it (status {status}): {detail}</source>
        <translation>{server} 未能完成（状态 {status}）：{detail}</translation>
    </message>
    <message>
        <source>{server} is not done with the command {id}; it is {state}.</source>
        <translation>{server} 还没有完成指令 {id}；它的状态是 {state}。</translation>
    </message>
    <message>
        <source>It goes on without us: look at the commands of the battery.</source>
        <translation>它会在服务器上继续执行：请查看这块电池的指令。</translation>
    </message>
    <message>
        <source>The command {id} ended as “{state}” at {server}.</source>
        <translation>指令 {id} 在 {server} 以“{state}”结束。</translation>
    </message>
    <message>
        <source>The battery may be out of reach. Read what is so before you try again.</source>
        <translation>电池可能无法联系。重试之前请先读取实际状态。</translation>
    </message>
    <message>
        <source>The live link to {server} broke: {detail}.</source>
        <translation>与 {server} 的实时连接中断：{detail}。</translation>
    </message>
    <message>
        <source>It is opened again by itself.</source>
        <translation>它会自动重新连接。</translation>
    </message>
    <message>
        <source>The list of cloud logins {path} is damaged: {detail}.</source>
        <translation>云登录列表 {path} 已损坏：{detail}。</translation>
    </message>
    <message>
        <source>It was left as it is. Mend it, or delete it and log in again.</source>
        <translation>文件保持原样。请修复它，或删除后重新登录。</translation>
    </message>
    <message>
        <source>Another program is using the cloud login {path}.</source>
        <translation>另一个程序正在使用云登录 {path}。</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>请稍后重试。</translation>
    </message>
    <message>
        <source>{server} has no battery {number} for this login.</source>
        <translation>{server} 上的此登录没有电池 {number}。</translation>
    </message>
    <message>
        <source>The number may be wrong, or it was given to another account or removed.</source>
        <translation>编号可能有误，或已转给其他账户或被删除。</translation>
    </message>
    <message>
        <source>The battery {number} has expired.</source>
        <translation>电池 {number} 已到期。</translation>
    </message>
    <message>
        <source>It takes no commands until its time is extended.</source>
        <translation>续期之前不接受指令。</translation>
    </message>
    <message>
        <source>The battery {number} is not enabled.</source>
        <translation>电池 {number} 未启用。</translation>
    </message>
    <message>
        <source>It takes no commands until somebody enables it.</source>
        <translation>启用之前不接受指令。</translation>
    </message>
    <message>
        <source>The tracker of {number} is {state}; it was last heard {seen}. Nothing was sent.</source>
        <translation>{number} 的定位器处于 {state} 状态；最后一次收到：{seen}。未发送任何内容。</translation>
    </message>
    <message>
        <source>Try again when it is online.</source>
        <translation>请在其在线后重试。</translation>
    </message>
    <message>
        <source>What the board of {number} speaks is not known yet.</source>
        <translation>尚不知道 {number} 的保护板使用哪种协议。</translation>
    </message>
    <message>
        <source>Have it read once while its tracker is online, then try again.</source>
        <translation>请在定位器在线时读取一次，然后重试。</translation>
    </message>
    <message>
        <source>The server warns, and wrote nothing: {detail}</source>
        <translation>服务器发出警告，未写入任何内容：{detail}</translation>
    </message>
    <message>
        <source>Write the same again within two minutes if it is meant so.</source>
        <translation>如确属有意，请在两分钟内再次写入相同内容。</translation>
    </message>
    <message>
        <source>The server warns of more, and wrote nothing.</source>
        <translation>服务器提示了更多警告，未写入任何内容。</translation>
    </message>
    <message>
        <source>Read the warnings above; then write if it is meant so.</source>
        <translation>请阅读上方的警告；如确属有意，再写入。</translation>
    </message>
    <message>
        <source>{server} took no command for so long that the yes to the warnings ran out.</source>
        <translation>{server} 长时间未接受命令，对警告的确认已失效。</translation>
    </message>
    <message>
        <source>Nothing was sent. Write again.</source>
        <translation>未发送任何内容。请重新写入。</translation>
    </message>
    <message>
        <source>Nothing is put back by itself over the cloud, and nothing was switched.</source>
        <translation>通过云端操作不会自动恢复，因此未进行任何切换。</translation>
    </message>
    <message>
        <source>Whoever counts the seconds has to be at the board. Switch it without a trial and back by hand, or switch it beside the board.</source>
        <translation>计时者必须在保护板旁。请不带试运行切换并手动恢复，或在保护板旁切换。</translation>
    </message>
    <message>
        <source>The clock is not set over the cloud; nothing was sent.</source>
        <translation>不能通过云端设置时钟；未发送任何内容。</translation>
    </message>
    <message>
        <source>A server would set its own time of day, which may be that of another time zone. Set the clock with a desk beside the board.</source>
        <translation>服务器会写入它自己的时间，可能属于另一时区。请在保护板旁用桌面软件设置时钟。</translation>
    </message>
    <message>
        <source>The vehicle moves, and this may cut its power. It was not sent.</source>
        <translation>车辆正在行驶，此操作可能切断其供电。未发送。</translation>
    </message>
    <message>
        <source>{what} was sent, and nobody knows whether it happened ({id}).</source>
        <translation>{what} 已发送，但不知道是否已执行（{id}）。</translation>
    </message>
    <message>
        <source>The server looks when the tracker is back. Do not send it again before that.</source>
        <translation>定位器恢复后服务器会核实。在此之前请勿重复发送。</translation>
    </message>
    <message>
        <source>A server cannot wake a board.</source>
        <translation>服务器无法唤醒保护板。</translation>
    </message>
    <message>
        <source>Its tracker wakes by its own clock, or by a charger or load.</source>
        <translation>定位器按自身时钟唤醒，或由充电器、负载唤醒。</translation>
    </message>
    <message>
        <source>Bytes as they are do not go over the cloud from here.</source>
        <translation>此处不能通过云端发送原始字节。</translation>
    </message>
    <message>
        <source>Connect to the board itself for that.</source>
        <translation>请直接连接保护板。</translation>
    </message>
    <message>
        <source>There is nothing to record: no byte of it crosses a link here.</source>
        <translation>没有可记录的内容：它的字节不经过此处的连接。</translation>
    </message>
    <message>
        <source>The log of each command at the server has the bytes.</source>
        <translation>服务器上每条指令的日志中有这些字节。</translation>
    </message>
    <message>
        <source>A factory reset cannot be undone over the cloud.</source>
        <translation>无法通过云端撤销恢复出厂设置。</translation>
    </message>
    <message>
        <source>The settings from before are in the log of the command; write them anew.</source>
        <translation>之前的参数在指令日志中；请重新写入。</translation>
    </message>
    <message>
        <source>The database of the server cannot be used: {detail}.</source>
        <translation>无法使用服务器的数据库：{detail}。</translation>
    </message>
    <message>
        <source>Check the address given with --db or the folder given with --data; “mingtang-desk cloud admin doctor” looks closer.</source>
        <translation>请检查 --db 给出的地址或 --data 给出的文件夹；“mingtang-desk cloud admin doctor”可以进一步检查。</translation>
    </message>
    <message>
        <source>The server needs packages that are not installed: {detail}.</source>
        <translation>服务器需要的软件包没有安装：{detail}。</translation>
    </message>
    <message>
        <source>Install “mingtang-desk[server]”.</source>
        <translation>请安装“mingtang-desk[server]”。</translation>
    </message>
    <message>
        <source>The tracker of {where} refused what it was asked (result {result}).</source>
        <translation>{where} 的定位器拒绝了请求（结果 {result}）。</translation>
    </message>
    <message>
        <source>Result 1 is a failure, 2 a wrong message, 3 something that it cannot do.</source>
        <translation>结果 1 表示失败，2 表示消息有误，3 表示它不支持。</translation>
    </message>
    <message>
        <source>{where} moves: nothing that may cut its power is sent.</source>
        <translation>{where} 正在行驶：不发送任何可能切断供电的指令。</translation>
    </message>
    <message>
        <source>Wait until it stands.</source>
        <translation>请等它停下。</translation>
    </message>
    <message>
        <source>The time of {where} has run out.</source>
        <translation>{where} 已到期。</translation>
    </message>
    <message>
        <source>Renew it first.</source>
        <translation>请先续费。</translation>
    </message>
    <message>
        <source>{where} is not enabled.</source>
        <translation>{where} 尚未启用。</translation>
    </message>
    <message>
        <source>Enable it first.</source>
        <translation>请先启用。</translation>
    </message>
    <message>
        <source>Nothing can listen at {where}: {detail}.</source>
        <translation>无法在 {where} 监听：{detail}。</translation>
    </message>
    <message>
        <source>Give another HOST:PORT with {option}.</source>
        <translation>请用 {option} 给出另一个 HOST:PORT。</translation>
    </message>
    <message>
        <source>A server runs on this database already: {where} ({who}).</source>
        <translation>这个数据库上已有服务器在运行：{where}（{who}）。</translation>
    </message>
    <message>
        <source>Stop it first, or give another --data or --db: one server owns its database.</source>
        <translation>请先停止它，或给出另一个 --data 或 --db：一个数据库只归一台服务器使用。</translation>
    </message>
    <message>
        <source>Certificate and key cannot be used: {detail}.</source>
        <translation>证书和密钥无法使用：{detail}。</translation>
    </message>
    <message>
        <source>Give PEM files that belong together with --tls-cert and --tls-key.</source>
        <translation>请用 --tls-cert 和 --tls-key 给出相互匹配的 PEM 文件。</translation>
    </message>
    <message>
        <source>That cannot be done: {detail}.</source>
        <translation>无法执行：{detail}。</translation>
    </message>
    <message>
        <source>This password is too easy. {detail}</source>
        <translation>密码太简单。{detail}</translation>
    </message>
    <message>
        <source>Several words in a row are easy to remember and hard to guess.</source>
        <translation>把几个词连在一起，好记又难猜。</translation>
    </message>
    <message>
        <source>There is no database at {where}.</source>
        <translation>{where} 没有数据库。</translation>
    </message>
    <message>
        <source>Give the folder or address that “cloud serve” is started with.</source>
        <translation>请给出启动“cloud serve”时所用的文件夹或地址。</translation>
    </message>
    <message>
        <source>{where} is no usable backup: {detail}.</source>
        <translation>{where} 不是可用的备份：{detail}。</translation>
    </message>
    <message>
        <source>Take another one; this one has not been touched.</source>
        <translation>请换一个；这个文件没有被改动。</translation>
    </message>
    <message>
        <source>The program {program} is not installed.</source>
        <translation>没有安装程序 {program}。</translation>
    </message>
    <message>
        <source>Install the client programs of PostgreSQL.</source>
        <translation>请安装 PostgreSQL 的客户端程序。</translation>
    </message>
    <message>
        <source>{where} hangs on a gateway, which takes nothing but bytes for the board.</source>
        <translation>{where} 接在网关上，网关只能转发给保护板的字节。</translation>
    </message>
    <message>
        <source>Only commands to the board itself can be carried out.</source>
        <translation>只能执行发给保护板本身的指令。</translation>
    </message>
    <message>
        <source>“{url}” is not the address of a router: {detail}.</source>
        <translation>“{url}”不是路径规划服务的地址：{detail}。</translation>
    </message>
    <message>
        <source>Write it like https://router.example.org or http://host:5000.</source>
        <translation>格式如 https://router.example.org 或 http://host:5000。</translation>
    </message>
    <message>
        <source>The key of the router has signs that cannot be sent.</source>
        <translation>路径规划服务的密钥含有无法发送的字符。</translation>
    </message>
    <message>
        <source>Copy it again, without spaces around it.</source>
        <translation>请重新复制，前后不要带空格。</translation>
    </message>
    <message>
        <source>The router {router} did not answer within {seconds} s.</source>
        <translation>路径规划服务 {router} 在 {seconds} 秒内没有应答。</translation>
    </message>
    <message>
        <source>Try again; a long way by a small router takes its time.</source>
        <translation>请重试；小型服务计算长路线需要时间。</translation>
    </message>
    <message>
        <source>The router {router} cannot be reached: {detail}.</source>
        <translation>无法连接路径规划服务 {router}：{detail}。</translation>
    </message>
    <message>
        <source>The router {router} does not take the key (status {status}).</source>
        <translation>路径规划服务 {router} 不接受该密钥（状态 {status}）。</translation>
    </message>
    <message>
        <source>Give the key of this router; it may have run out.</source>
        <translation>请填写该服务的密钥；密钥可能已过期。</translation>
    </message>
    <message>
        <source>The router {router} was asked too often.</source>
        <translation>对路径规划服务 {router} 的请求过于频繁。</translation>
    </message>
    <message>
        <source>Wait a moment, then try again.</source>
        <translation>请稍候再试。</translation>
    </message>
    <message>
        <source>The router {router} knows no way: {detail}.</source>
        <translation>路径规划服务 {router} 找不到路线：{detail}。</translation>
    </message>
    <message>
        <source>Its map may not reach there, or not have this profile; try another one.</source>
        <translation>它的地图可能不包含该地区，或不支持这种出行方式；请换一种试试。</translation>
    </message>
    <message>
        <source>{router} answered something that is no route: {detail}.</source>
        <translation>{router} 返回的内容不是路线：{detail}。</translation>
    </message>
    <message>
        <source>Check address and kind: another program may answer there.</source>
        <translation>请检查地址和类型：那里可能是其他程序在应答。</translation>
    </message>
    <message>
        <source>This computer has no camera that can be used.</source>
        <translation>本机没有可用的摄像头。</translation>
    </message>
    <message>
        <source>Read the bar code by a scanner on USB, or from a photograph of the label.</source>
        <translation>请用 USB 扫码枪读取条码，或从标签照片中读取。</translation>
    </message>
    <message>
        <source>The camera cannot be used: {detail}.</source>
        <translation>无法使用摄像头：{detail}。</translation>
    </message>
    <message>
        <source>Install the sound library of the system (libpulse0 on Debian and Ubuntu), or read the bar code by a scanner or from a photograph.</source>
        <translation>请安装系统的声音库（Debian 和 Ubuntu 上为 libpulse0），或用扫码枪或照片读取条码。</translation>
    </message>
    <message>
        <source>The camera stopped: {detail}.</source>
        <translation>摄像头已停止：{detail}。</translation>
    </message>
    <message>
        <source>Close other programs that use it, and try again.</source>
        <translation>请关闭其他正在使用摄像头的程序，然后重试。</translation>
    </message>
    <message>
        <source>{path} is no picture that can be read: {detail}.</source>
        <translation>{path} 不是可读取的图片：{detail}。</translation>
    </message>
    <message>
        <source>Take a photograph of the label as JPEG or PNG.</source>
        <translation>请将标签拍成 JPEG 或 PNG 照片。</translation>
    </message>
    <message>
        <source>Battery {number} has a link at {server} already: a tracker or another desk.</source>
        <translation>电池 {number} 在 {server} 上已有连接：定位器或另一台工作台。</translation>
    </message>
    <message>
        <source>Choose another number, or end that link first.</source>
        <translation>请换一个编号，或先结束那个连接。</translation>
    </message>
    <message>
        <source>{what} cannot be shared.</source>
        <translation>无法共享 {what}。</translation>
    </message>
    <message>
        <source>Only a board that this desk talks to itself can be: no recording, no battery of a cloud, and none that a plug-in of another program reads.</source>
        <translation>只能共享本机直接通信的保护板；录制文件、云端电池以及由其他程序插件读取的设备不能共享。</translation>
    </message>
    <message>
        <source>{what} is shared already, as battery {number}.</source>
        <translation>{what} 已作为电池 {number} 共享。</translation>
    </message>
    <message>
        <source>End that first.</source>
        <translation>请先结束该共享。</translation>
    </message>
    <message>
        <source>{server} takes up to {limit} shared boards of one user.</source>
        <translation>{server} 允许每个用户最多共享 {limit} 块保护板。</translation>
    </message>
    <message>
        <source>End another one first.</source>
        <translation>请先结束另一个共享。</translation>
    </message>
    <message>
        <source>The desk that shares {where} lets it be read only: nothing was written.</source>
        <translation>共享 {where} 的工作台只允许读取：未写入任何内容。</translation>
    </message>
    <message>
        <source>Ask whoever is at the bench to allow writing from afar.</source>
        <translation>请让工作台旁的人员允许远程写入。</translation>
    </message>
    <message>
        <source>Whoever is signed in at the desk that shares {where} may not let writes in.</source>
        <translation>共享 {where} 的工作台上登录的人员无权允许写入。</translation>
    </message>
    <message>
        <source>An engineer has to sign in at the bench, or write there.</source>
        <translation>需要工程师在工作台登录，或在工作台上写入。</translation>
    </message>
    <message>
        <source>The desk that shares {where} uses the board itself now.</source>
        <translation>共享 {where} 的工作台正在使用该保护板。</translation>
    </message>
    <message>
        <source>Whoever is at the bench comes first; try again in a moment.</source>
        <translation>工作台旁的人员优先；请稍后再试。</translation>
    </message>
    <message>
        <source>The desk that shares {where} was asked too much at once.</source>
        <translation>对共享 {where} 的工作台请求过于频繁。</translation>
    </message>
    <message>
        <source>It keeps its bus free for its own work; try again slower.</source>
        <translation>它要为自己的工作保留总线；请放慢后再试。</translation>
    </message>
    <message>
        <source>The desk that shares {where} does not know what these bytes would do.</source>
        <translation>共享 {where} 的工作台无法判断这些字节的作用。</translation>
    </message>
    <message>
        <source>It passes on nothing that its driver cannot judge.</source>
        <translation>驱动无法判断的内容一律不转发。</translation>
    </message>
    <message>
        <source>These bytes are for another board than the one that is shared as {where}.</source>
        <translation>这些字节是发给另一块保护板的，而不是以 {where} 共享的那块。</translation>
    </message>
    <message>
        <source>Nobody reaches the others on its bus from afar.</source>
        <translation>同一总线上的其他保护板无法远程访问。</translation>
    </message>
    <message>
        <source>The desk that shares {where} has no link to the board now.</source>
        <translation>共享 {where} 的工作台目前没有连接到保护板。</translation>
    </message>
    <message>
        <source>Cable, radio or power is off at the bench, or it was released.</source>
        <translation>工作台上的线缆、蓝牙或电源已断开，或连接已释放。</translation>
    </message>
    <message>
        <source>The desk does not share {where} any more.</source>
        <translation>工作台已不再共享 {where}。</translation>
    </message>
    <message>
        <source>Ask whoever is at the bench to share it again.</source>
        <translation>请让工作台旁的人员重新共享。</translation>
    </message>
    <message>
        <source>Export the track anew, or correct that line.</source>
        <translation>请重新导出轨迹，或修正该行。</translation>
    </message>
    <message>
        <source>{path} is neither GPX nor KML; it begins with “{found}”.</source>
        <translation>{path} 既不是 GPX 也不是 KML；它以“{found}”开头。</translation>
    </message>
    <message>
        <source>Choose a .gpx or .kml file. A .kmz has to be unpacked first.</source>
        <translation>请选择 .gpx 或 .kml 文件；.kmz 须先解压。</translation>
    </message>
    <message>
        <source>{path}, line {line}: the file declares a document type.</source>
        <translation>{path} 第 {line} 行：文件声明了文档类型（DOCTYPE）。</translation>
    </message>
    <message>
        <source>Tracks have none, and such files can do harm: nothing was read. Export anew.</source>
        <translation>轨迹文件不应有此声明，这类文件可能有害：未读取任何内容。请重新导出。</translation>
    </message>
    <message>
        <source>There is no track in {path}.</source>
        <translation>{path} 中没有轨迹。</translation>
    </message>
    <message>
        <source>Choose a file with a track, a route or a line.</source>
        <translation>请选择含有轨迹、路线或线条的文件。</translation>
    </message>
    <message>
        <source>{path} is too large; the most is {most}.</source>
        <translation>{path} 太大；上限为 {most}。</translation>
    </message>
    <message>
        <source>Export a shorter stretch of time.</source>
        <translation>请导出较短的时间段。</translation>
    </message>
</context>
<context>
    <name>ErrorLine</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>Event</name>
    <message>
        <source>Cell over-voltage</source>
        <translation>单体过压</translation>
    </message>
    <message>
        <source>Cell under-voltage</source>
        <translation>单体欠压</translation>
    </message>
    <message>
        <source>Total over-voltage</source>
        <translation>总压过压</translation>
    </message>
    <message>
        <source>Total under-voltage</source>
        <translation>总压欠压</translation>
    </message>
    <message>
        <source>Charge over-current</source>
        <translation>充电过流</translation>
    </message>
    <message>
        <source>Discharge over-current</source>
        <translation>放电过流</translation>
    </message>
    <message>
        <source>Short circuit</source>
        <translation>短路</translation>
    </message>
    <message>
        <source>Charge over-temperature</source>
        <translation>充电过温</translation>
    </message>
    <message>
        <source>Charge low-temperature</source>
        <translation>充电低温</translation>
    </message>
    <message>
        <source>Discharge over-temperature</source>
        <translation>放电过温</translation>
    </message>
    <message>
        <source>Discharge low-temperature</source>
        <translation>放电低温</translation>
    </message>
    <message>
        <source>Board over-temperature</source>
        <translation>主板过温</translation>
    </message>
    <message>
        <source>Board low-temperature</source>
        <translation>主板低温</translation>
    </message>
    <message>
        <source>MOSFET over-temperature</source>
        <translation>MOS 过温</translation>
    </message>
    <message>
        <source>Cell difference too large</source>
        <translation>单体压差过大</translation>
    </message>
    <message>
        <source>Secondary over-voltage</source>
        <translation>二级过压</translation>
    </message>
    <message>
        <source>Secondary under-voltage</source>
        <translation>二级欠压</translation>
    </message>
    <message>
        <source>Low charge</source>
        <translation>电量低</translation>
    </message>
    <message>
        <source>High charge</source>
        <translation>电量高</translation>
    </message>
    <message>
        <source>Temperature difference</source>
        <translation>温差过大</translation>
    </message>
    <message>
        <source>Front-end IC error</source>
        <translation>前端芯片故障</translation>
    </message>
    <message>
        <source>Charge MOSFET broken</source>
        <translation>充电 MOS 损坏</translation>
    </message>
    <message>
        <source>Discharge MOSFET broken</source>
        <translation>放电 MOS 损坏</translation>
    </message>
    <message>
        <source>MOSFETs locked by command</source>
        <translation>MOS 被命令锁定</translation>
    </message>
    <message>
        <source>Temperature sensor broken</source>
        <translation>温度传感器故障</translation>
    </message>
    <message>
        <source>Memory error</source>
        <translation>存储器故障</translation>
    </message>
    <message>
        <source>Internal communication error</source>
        <translation>内部通信故障</translation>
    </message>
    <message>
        <source>Current sensor broken</source>
        <translation>电流传感器故障</translation>
    </message>
</context>
<context>
    <name>Extend</name>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>航向</translation>
    </message>
</context>
<context>
    <name>ExtendPanel</name>
    <message>
        <source>This board reports nothing beyond the common set.</source>
        <translation>本保护板没有通用数据以外的内容。</translation>
    </message>
    <message>
        <source>Filter: register, hex or name</source>
        <translation>筛选寄存器、字节或名称</translation>
    </message>
    <message>
        <source>Copy the selected rows, or all</source>
        <translation>复制所选行或全部行</translation>
    </message>
    <message>
        <source>Export the rows as CSV…</source>
        <translation>导出为 CSV…</translation>
    </message>
    <message>
        <source>Read settings</source>
        <translation>读取参数</translation>
    </message>
    <message>
        <source>Read the registers of the settings from the board</source>
        <translation>从保护板读取参数寄存器</translation>
    </message>
    <message>
        <source>Raw registers</source>
        <translation>原始寄存器</translation>
    </message>
    <message>
        <source>Waiting for the first values…</source>
        <translation>正在等待首次数据…</translation>
    </message>
    <message>
        <source>Its settings cannot be read.</source>
        <translation>其参数无法读取。</translation>
    </message>
    <message>
        <source>settings read at {time}</source>
        <translation>参数读取于 {time}</translation>
    </message>
    <message>
        <source>Reading the settings…</source>
        <translation>正在读取参数…</translation>
    </message>
    <message>
        <source>No raw bytes are kept of what this board has told so far.</source>
        <translation>本保护板目前上报的内容没有保留原始字节。</translation>
    </message>
    <message>
        <source>Export the registers</source>
        <translation>导出寄存器</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
</context>
<context>
    <name>Fence</name>
    <message>
        <source>Under {metres} m it may miss crossings or tell them late: positions between houses are off by as much.</source>
        <translation>半径小于 {metres} m 时，可能漏报或晚报进出：楼宇之间的定位误差就有这么大。</translation>
    </message>
    <message>
        <source>watches</source>
        <translation>监视中</translation>
    </message>
    <message>
        <source>outside its hours</source>
        <translation>不在监视时段</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>cannot be saved yet</source>
        <translation>暂不能保存</translation>
    </message>
    <message>
        <source>watches at its hours, by the zone of each battery</source>
        <translation>按各电池所在时区的时段监视</translation>
    </message>
    <message>
        <source>{number} left {age}</source>
        <translation>{number} 于{age}离开</translation>
    </message>
    <message>
        <source>{number} came in {age}</source>
        <translation>{number} 于{age}进入</translation>
    </message>
    <message>
        <source>{number} left at {time}</source>
        <translation>{number} 于 {time} 离开</translation>
    </message>
    <message>
        <source>{number} came in at {time}</source>
        <translation>{number} 于 {time} 进入</translation>
    </message>
    <message>
        <source>New fence</source>
        <translation>新围栏</translation>
    </message>
    <message>
        <source>Mon</source>
        <translation>周一</translation>
    </message>
    <message>
        <source>Tue</source>
        <translation>周二</translation>
    </message>
    <message>
        <source>Wed</source>
        <translation>周三</translation>
    </message>
    <message>
        <source>Thu</source>
        <translation>周四</translation>
    </message>
    <message>
        <source>Fri</source>
        <translation>周五</translation>
    </message>
    <message>
        <source>Sat</source>
        <translation>周六</translation>
    </message>
    <message>
        <source>Sun</source>
        <translation>周日</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>请填写名称。</translation>
    </message>
    <message>
        <source>The name has more than {most} signs.</source>
        <translation>名称超过 {most} 个字符。</translation>
    </message>
    <message>
        <source>The centre is no place on the globe.</source>
        <translation>中心不是地球上的位置。</translation>
    </message>
    <message>
        <source>The radius has to be {least} m to {most} km.</source>
        <translation>半径须在 {least} m 到 {most} km 之间。</translation>
    </message>
    <message>
        <source>A polygon needs at least {least} corners.</source>
        <translation>多边形至少需要 {least} 个顶点。</translation>
    </message>
    <message>
        <source>A polygon has at most {most} corners.</source>
        <translation>多边形最多 {most} 个顶点。</translation>
    </message>
    <message>
        <source>Corners {a} and {b} lie on the same place.</source>
        <translation>顶点 {a} 与 {b} 在同一位置。</translation>
    </message>
    <message>
        <source>Sides cross: the one that begins at corner {a} and the one at corner {b}.</source>
        <translation>边相交：从顶点 {a} 开始的边与从顶点 {b} 开始的边。</translation>
    </message>
    <message>
        <source>It has to be at least {least} m wide and high.</source>
        <translation>长和宽都须至少 {least} m。</translation>
    </message>
    <message>
        <source>Write the hours like 08:00.</source>
        <translation>时间格式如 08:00。</translation>
    </message>
    <message>
        <source>Choose at least one day.</source>
        <translation>请至少选择一天。</translation>
    </message>
    <message>
        <source>At most {most} batteries can be listed; take the whole account.</source>
        <translation>最多可列出 {most} 块电池；请选择整个账户。</translation>
    </message>
    <message>
        <source>“{number}” is no number of a battery.</source>
        <translation>“{number}”不是电池编号。</translation>
    </message>
    <message>
        <source>There is no battery {number} in this fleet.</source>
        <translation>车队中没有电池 {number}。</translation>
    </message>
    <message>
        <source>Line {line} is no place: write 22.5431, 114.0579.</source>
        <translation>第 {line} 行不是位置：格式如 22.5431, 114.0579。</translation>
    </message>
    <message>
        <source>Write the centre like 22.5431, 114.0579.</source>
        <translation>中心的格式如 22.5431, 114.0579。</translation>
    </message>
    <message>
        <source>The radius is no number.</source>
        <translation>半径不是数字。</translation>
    </message>
    <message>
        <source>Waits for the tracker</source>
        <translation>等待定位器</translation>
    </message>
    <message>
        <source>Sent to the tracker</source>
        <translation>已发给定位器</translation>
    </message>
    <message>
        <source>The tracker has taken it</source>
        <translation>定位器已收到</translation>
    </message>
    <message>
        <source>The tracker confirmed the copy; it cannot be read back</source>
        <translation>定位器已确认复制；无法回读</translation>
    </message>
    <message>
        <source>Not copied: {why}</source>
        <translation>未复制：{why}</translation>
    </message>
    <message>
        <source>Not copied: the tracker was not there in time</source>
        <translation>未复制：定位器未及时上线</translation>
    </message>
    <message>
        <source>Taken back before it was sent</source>
        <translation>发送前已撤回</translation>
    </message>
    <message>
        <source>Sent, but nobody knows whether the tracker has it</source>
        <translation>已发送，但无法确认定位器是否收到</translation>
    </message>
    <message>
        <source>inside, {distance} from the edge</source>
        <translation>围栏内，距边界 {distance}</translation>
    </message>
    <message>
        <source>outside, {distance} from the edge</source>
        <translation>围栏外，距边界 {distance}</translation>
    </message>
    <message>
        <source>Circle {radius}</source>
        <translation>圆形 {radius}</translation>
    </message>
    <message>
        <source>Polygon, {n} corners</source>
        <translation>多边形，{n} 个顶点</translation>
    </message>
    <message>
        <source>No shape yet</source>
        <translation>尚无形状</translation>
    </message>
    <message>
        <source>always</source>
        <translation>始终</translation>
    </message>
    <message>
        <source>daily</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>whole account</source>
        <translation>整个账户</translation>
    </message>
    <message>
        <source>no battery</source>
        <translation>无电池</translation>
    </message>
    <message>
        <source>{n} batteries</source>
        <translation>{n} 块电池</translation>
    </message>
</context>
<context>
    <name>FenceEditor</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Centre: latitude, longitude</source>
        <translation>中心：纬度, 经度</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>半径</translation>
    </message>
    <message>
        <source>Corners: latitude, longitude, one a line</source>
        <translation>顶点：纬度, 经度，每行一个</translation>
    </message>
    <message>
        <source>Which batteries</source>
        <translation>适用电池</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Numbers of batteries</source>
        <translation>电池编号</translation>
    </message>
    <message>
        <source>Paste numbers, one a line or with commas</source>
        <translation>粘贴编号，每行一个或用逗号分隔</translation>
    </message>
    <message>
        <source>Listed batteries</source>
        <translation>列出的电池</translation>
    </message>
    <message>
        <source>Whole account and all below</source>
        <translation>整个账户及其下级</translation>
    </message>
    <message>
        <source>Battery {number}</source>
        <translation>电池 {number}</translation>
    </message>
    <message>
        <source>No battery is chosen</source>
        <translation>未选择电池</translation>
    </message>
    <message numerus="yes">
        <source>%n batteries</source>
        <translation>
            <numerusform>%n 块电池</numerusform>
        </translation>
    </message>
    <message>
        <source>It watches no battery until some are listed.</source>
        <translation>列出电池之前，它不监视任何电池。</translation>
    </message>
</context>
<context>
    <name>FenceListPage</name>
    <message>
        <source>Look at it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>“{name}” was deleted.</source>
        <translation>“{name}”已删除。</translation>
    </message>
    <message>
        <source>All fences</source>
        <translation>全部围栏</translation>
    </message>
    <message>
        <source>Which fences</source>
        <translation>显示哪些围栏</translation>
    </message>
    <message>
        <source>Read the fences again</source>
        <translation>重新读取围栏</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>圆形</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Fence here</source>
        <translation>在此设围栏</translation>
    </message>
    <message>
        <source>Fences</source>
        <translation>围栏</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Make it again as it was; copies on trackers stay as they are</source>
        <translation>按原样重新建立；定位器上的副本不变</translation>
    </message>
    <message>
        <source>Delete the selected fence</source>
        <translation>删除所选围栏</translation>
    </message>
    <message>
        <source>Draw it on the map</source>
        <translation>在地图上绘制</translation>
    </message>
    <message>
        <source>Begin a circle around the chosen battery</source>
        <translation>以所选电池为中心建立圆形围栏</translation>
    </message>
    <message>
        <source>Delete the selected fence (Del)</source>
        <translation>删除所选围栏（Del）</translation>
    </message>
    <message>
        <source>This cloud has no fences</source>
        <translation>此云端没有围栏功能</translation>
    </message>
    <message>
        <source>The fences could not be read</source>
        <translation>无法读取围栏</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the fences…</source>
        <translation>正在读取围栏…</translation>
    </message>
    <message>
        <source>No fence watches this battery</source>
        <translation>没有围栏监视此电池</translation>
    </message>
    <message>
        <source>Draw one on the map, or begin with a circle around the battery.</source>
        <translation>请在地图上绘制，或以电池为中心建立圆形围栏。</translation>
    </message>
    <message>
        <source>No fences yet</source>
        <translation>还没有围栏</translation>
    </message>
    <message>
        <source>Draw one on the map. A battery that leaves it raises an alarm.</source>
        <translation>请在地图上绘制。电池离开围栏时会告警。</translation>
    </message>
    <message>
        <source>Heard {age}</source>
        <translation>最近通信：{age}</translation>
    </message>
    <message>
        <source>The link to the server is broken; crossings are not told now.</source>
        <translation>与服务器的连接已中断；目前收不到进出消息。</translation>
    </message>
    <message>
        <source>Draw the circle on the map: centre first, then its edge.</source>
        <translation>在地图上画圆：先定中心，再定边界。</translation>
    </message>
    <message>
        <source>Set the corners on the map; the first one closes it.</source>
        <translation>在地图上依次设置顶点；回到第一个顶点即闭合。</translation>
    </message>
    <message>
        <source>Choose a battery first.</source>
        <translation>请先选择电池。</translation>
    </message>
    <message>
        <source>Nobody knows yet where this battery is.</source>
        <translation>尚不知道此电池的位置。</translation>
    </message>
    <message>
        <source>Of battery {number}</source>
        <translation>电池 {number} 的围栏</translation>
    </message>
    <message>
        <source>Of the chosen battery</source>
        <translation>所选电池的围栏</translation>
    </message>
</context>
<context>
    <name>FencePage</name>
    <message>
        <source>Back to the list (Alt+Left)</source>
        <translation>返回列表（Alt+左箭头）</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Copy to the tracker</source>
        <translation>复制到定位器</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Delete this fence</source>
        <translation>删除此围栏</translation>
    </message>
    <message>
        <source>Send it to the server (Ctrl+S)</source>
        <translation>发送到服务器（Ctrl+S）</translation>
    </message>
    <message>
        <source>Back to what is saved</source>
        <translation>恢复为已保存的内容</translation>
    </message>
    <message>
        <source>The tracker then watches by itself too, always, whatever the hours; later changes are not copied</source>
        <translation>此后定位器也会自行监视，且始终生效，不受时段限制；以后的修改不会同步过去</translation>
    </message>
    <message>
        <source>Your role may not send settings to trackers.</source>
        <translation>您的角色不能向定位器发送设置。</translation>
    </message>
    <message>
        <source>Choose the battery whose tracker shall have it.</source>
        <translation>请选择要接收围栏的定位器所属的电池。</translation>
    </message>
    <message>
        <source>Save it first.</source>
        <translation>请先保存。</translation>
    </message>
    <message>
        <source>Something is on its way to the server.</source>
        <translation>正在与服务器通信。</translation>
    </message>
    <message>
        <source>It is not for the chosen battery.</source>
        <translation>它不适用于所选电池。</translation>
    </message>
    <message>
        <source>Nobody knows where battery {number} is.</source>
        <translation>不知道电池 {number} 的位置。</translation>
    </message>
    <message>
        <source>Battery {number} is {where} ({age}).</source>
        <translation>电池 {number} 在{where}（{age}）。</translation>
    </message>
    <message>
        <source>It watches no battery yet.</source>
        <translation>它还没有监视任何电池。</translation>
    </message>
</context>
<context>
    <name>FencesPanel</name>
    <message>
        <source>Around {number}</source>
        <translation>{number} 周围</translation>
    </message>
    <message>
        <source>Fence {n}</source>
        <translation>围栏 {n}</translation>
    </message>
    <message>
        <source>Your role may look at fences but not change them.</source>
        <translation>您的角色只能查看围栏，不能修改。</translation>
    </message>
</context>
<context>
    <name>FieldHelp</name>
    <message>
        <source>Esc closes. F1 again lists all keys.</source>
        <translation>按 Esc 关闭，再按 F1 列出全部快捷键。</translation>
    </message>
</context>
<context>
    <name>FileDialogs</name>
    <message>
        <source>Open settings</source>
        <translation>打开参数文件</translation>
    </message>
    <message>
        <source>Settings files (*.json *.fig)</source>
        <translation>参数文件 (*.json *.fig)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Save settings</source>
        <translation>保存参数</translation>
    </message>
    <message>
        <source>Settings files (*.json)</source>
        <translation>参数文件 (*.json)</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
</context>
<context>
    <name>FilterLine</name>
    <message>
        <source>Both ways</source>
        <translation>收发</translation>
    </message>
    <message>
        <source>→ Sent</source>
        <translation>→ 发送</translation>
    </message>
    <message>
        <source>← Received</source>
        <translation>← 接收</translation>
    </message>
    <message>
        <source>All frames</source>
        <translation>全部帧</translation>
    </message>
    <message>
        <source>Only bad</source>
        <translation>仅错误帧</translation>
    </message>
    <message>
        <source>Only writes</source>
        <translation>仅写入</translation>
    </message>
    <message>
        <source>Which direction</source>
        <translation>显示哪个方向</translation>
    </message>
    <message>
        <source>Which frames</source>
        <translation>显示哪些帧</translation>
    </message>
    <message>
        <source>Filter: hex or words</source>
        <translation>筛选字节或文字</translation>
    </message>
    <message>
        <source>Follow the newest row</source>
        <translation>跟随最新一行</translation>
    </message>
    <message>
        <source>Clear the table</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>Copy rows, show text</source>
        <translation>复制行、显示文本</translation>
    </message>
    <message>
        <source>Copy as hex</source>
        <translation>复制为十六进制</translation>
    </message>
    <message>
        <source>Copy as lines of a capture</source>
        <translation>复制为抓包行</translation>
    </message>
    <message>
        <source>Copy as a decode command</source>
        <translation>复制为 decode 命令</translation>
    </message>
    <message>
        <source>Show bytes as text too</source>
        <translation>同时以文本显示字节</translation>
    </message>
    <message>
        <source>Go on, {count} rows are waiting</source>
        <translation>继续，有 {count} 行等待显示</translation>
    </message>
    <message>
        <source>Pause the table; nothing is lost</source>
        <translation>暂停列表，不会丢失数据</translation>
    </message>
</context>
<context>
    <name>FinderView</name>
    <message>
        <source>Last five digits, name or address</source>
        <translation>后五位、名称或地址</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>重新搜索</translation>
    </message>
    <message numerus="yes">
        <source>Connect all %n</source>
        <translation>
            <numerusform>全部连接（%n）</numerusform>
        </translation>
    </message>
    <message>
        <source>Places searched</source>
        <translation>搜索位置</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message numerus="yes">
        <source>Searching, %n found</source>
        <translation>
            <numerusform>正在搜索，已找到 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message numerus="yes">
        <source>%n board(s) found. Click to connect.</source>
        <translation>
            <numerusform>找到 %n 块保护板。点击即可连接。</numerusform>
        </translation>
    </message>
    <message>
        <source>Search stopped</source>
        <translation>搜索已停止</translation>
    </message>
    <message>
        <source>No board of that number</source>
        <translation>没有该编号的保护板</translation>
    </message>
    <message>
        <source>No board recognised. Click the one that is yours.</source>
        <translation>未识别出保护板。请点击您的设备。</translation>
    </message>
    <message>
        <source>No battery found</source>
        <translation>未找到电池</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>{a} ({a_value}) acts after {c} ({c_value}) and must be below {b} ({b_value}), which acts after {d} ({d_value}).</source>
        <translation>{a}（{a_value}）在{c}（{c_value}）后动作，必须低于{b}（{b_value}），后者在{d}（{d_value}）后动作。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) and {b} ({b_value}) act after the same time ({c_value}): the higher one never acts.</source>
        <translation>{a}（{a_value}）和{b}（{b_value}）在同样的时间（{c_value}）后动作：较高的一级永远不会动作。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) and {b} ({b_value}) are one and the same level.</source>
        <translation>{a}（{a_value}）和{b}（{b_value}）是同一级。</translation>
    </message>
    <message>
        <source>{a} is {a_value}: every current is too much.</source>
        <translation>{a}为 {a_value}：任何电流都算过流。</translation>
    </message>
    <message>
        <source>{a} is {a_value}: this level is taken to be off.</source>
        <translation>{a}为 {a_value}：视为此级已关闭。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is above the rated current {limit}.</source>
        <translation>{a}（{a_value}）高于额定电流 {limit}。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is {times} times the rated current {limit}.</source>
        <translation>{a}（{a_value}）是额定电流 {limit} 的 {times} 倍。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) must be above {b} ({b_value}).</source>
        <translation>{a}（{a_value}）必须高于{b}（{b_value}）。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is hardly above {b} ({b_value}): below {limit}.</source>
        <translation>{a}（{a_value}）仅略高于{b}（{b_value}）：低于 {limit}。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is {times} times {b} ({b_value}).</source>
        <translation>{a}（{a_value}）是{b}（{b_value}）的 {times} 倍。</translation>
    </message>
    <message>
        <source>{a} is {a_value}: no current can be measured.</source>
        <translation>{a}为 {a_value}：无法测量电流。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) gives {drop} mV over {b} ({b_value} mΩ), more than the {most} mV that are measured.</source>
        <translation>{a}（{a_value}）在{b}（{b_value} mΩ）上产生 {drop} mV，超过可测量的 {most} mV。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) gives {drop} mV over {b} ({b_value} mΩ), less than the smallest threshold of {most} mV.</source>
        <translation>{a}（{a_value}）在{b}（{b_value} mΩ）上产生 {drop} mV，低于最小阈值 {most} mV。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) must not be below {b} ({b_value}).</source>
        <translation>{a}（{a_value}）不得低于{b}（{b_value}）。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is above {b} ({b_value}): 100 % is never reached.</source>
        <translation>{a}（{a_value}）高于{b}（{b_value}）：永远到不了 100 %。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is below {b} ({b_value}): the pack cuts off before 0 %.</source>
        <translation>{a}（{a_value}）低于{b}（{b_value}）：还没到 0 % 电池就被切断。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) must be above 0.</source>
        <translation>{a}（{a_value}）必须大于 0。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is above {limit}, too high for {chemistry} cells.</source>
        <translation>{a}（{a_value}）高于 {limit}，对{chemistry}单体太高。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is below {limit}, too low for {chemistry} cells.</source>
        <translation>{a}（{a_value}）低于 {limit}，对{chemistry}单体太低。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is above {limit}, unusual for {chemistry} cells.</source>
        <translation>{a}（{a_value}）高于 {limit}，对{chemistry}单体不常见。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is below {limit}, unusual for {chemistry} cells.</source>
        <translation>{a}（{a_value}）低于 {limit}，对{chemistry}单体不常见。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is too high: above {limit}.</source>
        <translation>{a}（{a_value}）太高：高于 {limit}。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is too low: below {limit}.</source>
        <translation>{a}（{a_value}）太低：低于 {limit}。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is unusually high: above {limit}.</source>
        <translation>{a}（{a_value}）偏高：高于 {limit}。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is unusually low: below {limit}.</source>
        <translation>{a}（{a_value}）偏低：低于 {limit}。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is not below {b} ({b_value}): balancing never begins.</source>
        <translation>{a}（{a_value}）不低于{b}（{b_value}）：均衡永远不会启动。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is not above {b} ({b_value}): empty cells would be balanced.</source>
        <translation>{a}（{a_value}）不高于{b}（{b_value}）：会对放空的单体做均衡。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is not above {b} ({b_value}): the board cuts off before it balances.</source>
        <translation>{a}（{a_value}）不高于{b}（{b_value}）：保护板在均衡之前就切断。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is as wide as the range from {b} ({b_value}) to {c} ({c_value}): it never acts.</source>
        <translation>{a}（{a_value}）与{b}（{b_value}）到{c}（{c_value}）的范围一样宽：永远不会动作。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) and {b} ({b_value}) are nearer to each other than {limit}.</source>
        <translation>{a}（{a_value}）与{b}（{b_value}）相差不到 {limit}。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) and {b} ({b_value}) are further apart than {limit}.</source>
        <translation>{a}（{a_value}）与{b}（{b_value}）相差超过 {limit}。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is the same as {b} ({b_value}): it is no second line of defence.</source>
        <translation>{a}（{a_value}）与{b}（{b_value}）相同：不构成第二道防线。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) does not belong to {count} cells: {each} V for each of them.</source>
        <translation>{a}（{a_value}）不属于 {count} 串电池：每个单体为 {each} V。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is not {count} times the limit of a cell, which is {limit}.</source>
        <translation>{a}（{a_value}）不是单体限值的 {count} 倍，后者为 {limit}。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) and {b} ({b_value}) give a pack of {count} cells.</source>
        <translation>{a}（{a_value}）与{b}（{b_value}）得出 {count} 串电池。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) and {b} ({b_value}) belong to packs of different cell counts.</source>
        <translation>{a}（{a_value}）与{b}（{b_value}）属于串数不同的电池。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) is beyond {b} ({b_value}): charging stands less than discharging.</source>
        <translation>{a}（{a_value}）超出{b}（{b_value}）：充电的温度范围应小于放电。</translation>
    </message>
    <message>
        <source>{problem}</source>
        <translation>{problem}</translation>
    </message>
    <message>
        <source>There is no setting “{a}”.</source>
        <translation>没有设置项“{a}”。</translation>
    </message>
    <message>
        <source>There is no setting “{a}”; “{similar}” is similar.</source>
        <translation>没有设置项“{a}”；相近的是“{similar}”。</translation>
    </message>
    <message>
        <source>Boards of this protocol have no setting “{a}”.</source>
        <translation>此协议的保护板没有设置项“{a}”。</translation>
    </message>
    <message>
        <source>The desk knows no setting “{a}” and cannot judge it.</source>
        <translation>本软件不认识设置项“{a}”，无法判断。</translation>
    </message>
</context>
<context>
    <name>FindingList</name>
    <message>
        <source>Change the values so that they agree; until then nothing is written.</source>
        <translation>请修改这些值使其一致；在此之前不会写入。</translation>
    </message>
    <message>
        <source>On the board already: {finding}</source>
        <translation>保护板上原有：{finding}</translation>
    </message>
    <message>
        <source>1 unusual value on the board stays as it is.</source>
        <translation>保护板上有 1 个不常见的值，保持不变。</translation>
    </message>
    <message>
        <source>{count} unusual values on the board stay as they are.</source>
        <translation>保护板上有 {count} 个不常见的值，保持不变。</translation>
    </message>
</context>
<context>
    <name>FindingReason</name>
    <message>
        <source>The board counts the charge against these; a capacity that cannot be true makes SOC and remaining range wrong from the first minute.</source>
        <translation>保护板以此计算电量；不可能的容量使 SOC 和剩余里程从一开始就是错的。</translation>
    </message>
    <message>
        <source>No pack behind one board is that large; mAh were probably written as Ah.</source>
        <translation>一块保护板后面没有这么大的电池；很可能把 mAh 写成了 Ah。</translation>
    </message>
    <message>
        <source>All currents are measured as millivolts over the shunt; beyond the range of the chip a limit is never seen.</source>
        <translation>所有电流都是分流器上的毫伏数；超出芯片量程的限值永远看不到。</translation>
    </message>
    <message>
        <source>Shunts of power boards are 0.1 to 5 mΩ; a larger one would burn, so the figure is wrong and with it every current.</source>
        <translation>功率保护板的分流器为 0.1 至 5 mΩ；更大的会烧毁，所以这个数是错的，所有电流也随之出错。</translation>
    </message>
    <message>
        <source>A cell at rest has a higher voltage the fuller it is; a curve that turns back gives two states of charge for one voltage.</source>
        <translation>静置的单体电量越多电压越高；曲线折返就会使同一电压对应两个 SOC。</translation>
    </message>
    <message>
        <source>The board sets SOC to 100 % and 0 % at these voltages; beyond the protections they are never reached, and the count drifts without correction.</source>
        <translation>保护板在这些电压把 SOC 设为 100 % 和 0 %；超出保护值就永远到不了，计数会一直漂移而得不到修正。</translation>
    </message>
    <message>
        <source>Above the limit of its chemistry a cell plates lithium and makes gas; this is how packs catch fire while charging.</source>
        <translation>超过所属化学体系的限值，单体会析锂并产气；充电起火就是这样发生的。</translation>
    </message>
    <message>
        <source>Charging is cut long before cells of this chemistry are full. Either the limit or the battery type is that of another pack.</source>
        <translation>远未充满就停止充电。要么限值、要么电池类型属于另一种电池。</translation>
    </message>
    <message>
        <source>After an over-voltage charging stays forbidden until the cells are far discharged; the pack seems unable to charge.</source>
        <translation>过压之后要放掉很多电才允许充电；电池看起来充不进电。</translation>
    </message>
    <message>
        <source>Deep discharge dissolves the copper of the cell; charged again, it may short inside.</source>
        <translation>深度放电会溶解单体中的铜；再充电时内部可能短路。</translation>
    </message>
    <message>
        <source>Under load the voltage sags below this while much charge is left: the pack cuts out early.</source>
        <translation>带载时电压会跌到此值以下而余电还很多：电池过早切断。</translation>
    </message>
    <message>
        <source>After an under-voltage the pack gives no current until it is charged far up; a cell at rest hardly gets there by itself.</source>
        <translation>欠压之后要充到很高才输出电流；静置的单体自己几乎到不了。</translation>
    </message>
    <message>
        <source>Below the knee the voltages of cells say little about their charge; balancing there takes charge from the wrong cells and the pack drifts apart.</source>
        <translation>拐点以下单体电压几乎不反映电量；在那里均衡会从错误的单体取电，电池越来越不均衡。</translation>
    </message>
    <message>
        <source>The cells hardly ever get there before charging ends, so nothing is balanced.</source>
        <translation>充电结束前单体几乎到不了这里，所以不会有均衡。</translation>
    </message>
    <message>
        <source>That is the noise of the measurement: the board balances without end, warms up and moves charge about for nothing.</source>
        <translation>这就是测量噪声：保护板不停地均衡、发热，白白搬运电量。</translation>
    </message>
    <message>
        <source>Cells drift that far apart before anything is balanced; the pack loses capacity and the highest cell ends every charge.</source>
        <translation>单体相差这么大之后才开始均衡；电池损失容量，每次充电都由最高的单体提前结束。</translation>
    </message>
    <message>
        <source>Healthy cells differ by more near full and near empty, most of all LFP: the board cuts a good pack off. 0 is either that or no protection at all.</source>
        <translation>健康的单体在接近充满和放空时相差更多，铁锂尤其如此：保护板会切断好的电池。0 要么如此，要么根本没有保护。</translation>
    </message>
    <message>
        <source>A cell that far from its neighbours is long broken, or its wire is; this protection never acts before the voltage limits do.</source>
        <translation>与其他单体相差这么多的单体或其采样线早已损坏；此保护永远不会先于电压限值动作。</translation>
    </message>
    <message>
        <source>Balancing has to happen while the cells charge, between empty and the cut-off.</source>
        <translation>均衡必须在单体充电时、放空与切断之间进行。</translation>
    </message>
    <message>
        <source>The difference protection stands between balancing, which begins earlier, and the voltage limits, which act later.</source>
        <translation>压差保护介于较早开始的均衡与较晚动作的电压限值之间。</translation>
    </message>
    <message>
        <source>With a limit of 0 A the board cuts off as soon as any current flows, or never, depending on its firmware.</source>
        <translation>限值为 0 A 时，视固件而定，保护板一有电流就切断，或永远不切断。</translation>
    </message>
    <message>
        <source>The longer a current lasts, the less of it the board stands. A slower level that is not lower never acts, and the protection it should give is missing.</source>
        <translation>电流持续越久，保护板能承受的越小。较慢的一级若不更低就永远不会动作，应有的保护就缺失了。</translation>
    </message>
    <message>
        <source>The switches carry the rated current for long and more of it only for moments; beyond that they overheat and fail shorted, and then nothing can cut off any more.</source>
        <translation>开关可长期承受额定电流，更大的电流只能承受片刻；再大就会过热并击穿短路，此后再也无法切断。</translation>
    </message>
    <message>
        <source>The short circuit acts within microseconds: at or below an over-current limit every start of a motor counts as a short.</source>
        <translation>短路保护在微秒内动作：不高于过流限值时，每次电机启动都会被当成短路。</translation>
    </message>
    <message>
        <source>A protection that recovers at or beyond its own trip switches on and off without end, or never lets go; limits that cross leave no range in which the pack works.</source>
        <translation>恢复值达到或越过自身保护值时会不停地断开接通，或永远不恢复；限值交叉则没有可工作的范围。</translation>
    </message>
    <message>
        <source>The secondary protection is the last line: inside the first one it acts first, and many boards then stay off until they are reset by hand.</source>
        <translation>二级保护是最后一道：若在第一道之内就会先动作，许多保护板此后一直断开，直到手动复位。</translation>
    </message>
    <message>
        <source>With hardly any gap the board chatters as soon as the load ends and the voltage relaxes; with a very wide one the pack seems dead long after the cause is gone.</source>
        <translation>间隔太小时，负载一停、电压回升，保护板就会反复通断；间隔太大时，原因消失很久之后电池仍像坏了一样。</translation>
    </message>
    <message>
        <source>The board looks for as many cells; with a wrong number it sees missing ones and cuts off, or leaves real ones unguarded.</source>
        <translation>保护板按此串数检查单体；数字错误时会认为缺少单体而切断，或使真实的单体得不到保护。</translation>
    </message>
    <message>
        <source>Limits of a pack with another number of cells either never act, so that only the limits of the cells are left, or cut a healthy pack off.</source>
        <translation>另一串数电池的限值要么永远不动作，只剩单体限值，要么切断健康的电池。</translation>
    </message>
    <message>
        <source>The limits of pack and cell belong to different packs, or one is in another unit.</source>
        <translation>总压与单体的限值属于不同的电池，或者其中一个单位不同。</translation>
    </message>
    <message>
        <source>Below 0 °C charging plates metallic lithium on graphite: capacity is lost for good and the cell may short later. Only LTO may be charged in deep frost.</source>
        <translation>低于 0 °C 充电会在石墨上析出金属锂：容量永久损失，单体以后可能短路。只有钛酸锂可以在严寒中充电。</translation>
    </message>
    <message>
        <source>Above about 60 °C cells age fast and make gas; far above they may run away. The sensor is cooler than the hottest cell.</source>
        <translation>高于约 60 °C 单体老化很快并产气；再高可能热失控。传感器比最热的单体温度低。</translation>
    </message>
    <message>
        <source>Switches get hotter inside than the sensor beside them; above this the solder, the board and the switches themselves fail.</source>
        <translation>开关内部比旁边的传感器更热；超过此值，焊点、电路板和开关本身都会损坏。</translation>
    </message>
    <message>
        <source>The board cuts off on a warm day or under normal load.</source>
        <translation>天热或正常负载时保护板就会切断。</translation>
    </message>
    <message>
        <source>The pack gives nothing on a cool day, though the cells could.</source>
        <translation>天气稍凉电池就不放电，尽管单体还可以。</translation>
    </message>
    <message>
        <source>In such frost the voltage sags at once and the cell is stressed beyond its data sheet.</source>
        <translation>这样的严寒中电压立即跌落，单体承受超出规格书的负担。</translation>
    </message>
    <message>
        <source>The pack cannot be charged on a cool day.</source>
        <translation>天气稍凉电池就不能充电。</translation>
    </message>
    <message>
        <source>Every data sheet allows charging in a narrower range than discharging.</source>
        <translation>所有规格书允许的充电温度范围都比放电窄。</translation>
    </message>
    <message>
        <source>Without a delay a single disturbed measurement, the start of a motor or a dip under load cuts the pack off.</source>
        <translation>没有延时，一次受干扰的测量、电机启动或带载跌落就会切断电池。</translation>
    </message>
    <message>
        <source>For all this time the limit is exceeded and nothing happens; the harm is done before the board acts.</source>
        <translation>这段时间内限值一直被超过而毫无动作；保护板动作之前损害已经发生。</translation>
    </message>
    <message>
        <source>The board switches on again into the same fault, over and over, until its switches fail. Some boards mean by 0 that the load has to be taken off.</source>
        <translation>保护板一次又一次接通到同一故障上，直到开关损坏。有些保护板用 0 表示必须移除负载。</translation>
    </message>
    <message>
        <source>The capacitors of any inverter or controller look like a short circuit for some tens of microseconds; the pack could not be connected.</source>
        <translation>逆变器或控制器的电容在几十微秒内看起来就像短路；电池将无法接上。</translation>
    </message>
    <message>
        <source>A short circuit heats the switches beyond what they stand within one or two milliseconds; they fail shorted.</source>
        <translation>短路在一两毫秒内就使开关超过其承受能力；开关会击穿短路。</translation>
    </message>
    <message>
        <source>No board stores this value; the desk refuses to send it.</source>
        <translation>没有保护板能存储此值；本软件拒绝发送。</translation>
    </message>
    <message>
        <source>A set with a setting that does not exist is refused as a whole.</source>
        <translation>含有不存在的设置项时，整套设置都会被拒绝。</translation>
    </message>
</context>
<context>
    <name>FindingSource</name>
    <message>
        <source>JBD protocol document V11, registers 12, 13 and 32 to 35</source>
        <translation>JBD 协议文档 V11，寄存器 12、13 以及 32 至 35</translation>
    </message>
    <message>
        <source>Cells are within a few percent of their data sheet when new; field practice</source>
        <translation>新单体与规格书相差在百分之几以内；现场经验</translation>
    </message>
    <message>
        <source>16-bit registers of 10 mAh end at 655 Ah (JBD); largest prismatic cells: about 1000 Ah</source>
        <translation>以 10 mAh 计的 16 位寄存器最大为 655 Ah（JBD）；最大的方形单体约 1000 Ah</translation>
    </message>
    <message>
        <source>TI bq769x0, SLUSBK2: ±200 mV, short circuit 22 to 200 mV</source>
        <translation>TI bq769x0，SLUSBK2：±200 mV，短路 22 至 200 mV</translation>
    </message>
    <message>
        <source>Field practice; the register counts 0.1 mΩ (0.01 mΩ with its top bit)</source>
        <translation>现场经验；寄存器以 0.1 mΩ 计（最高位为 1 时 0.01 mΩ）</translation>
    </message>
    <message>
        <source>IEC 62133-2:2017 (upper limit charging voltage 4.25 V); Samsung SDI INR18650-35E: 4.2 V; EVE LF280K: 3.65 V; Toshiba SCiB 23 Ah: 2.7 V. Margins for the board: field practice</source>
        <translation>IEC 62133-2:2017（充电上限电压 4.25 V）；Samsung SDI INR18650-35E：4.2 V；EVE LF280K：3.65 V；Toshiba SCiB 23 Ah：2.7 V。保护板的裕量：现场经验</translation>
    </message>
    <message>
        <source>End-of-discharge voltages: Samsung SDI INR18650-35E 2.65 V, EVE LF280K 2.5 V (2.0 V in the cold), Toshiba SCiB 23 Ah 1.5 V. Margins: field practice</source>
        <translation>放电终止电压：Samsung SDI INR18650-35E 2.65 V，EVE LF280K 2.5 V（低温 2.0 V），Toshiba SCiB 23 Ah 1.5 V。裕量：现场经验</translation>
    </message>
    <message>
        <source>TI BQ77 secondary protectors for 4.2 V cells trip at 4.30 to 4.35 V; others field practice</source>
        <translation>4.2 V 单体的 TI BQ77 二级保护芯片在 4.30 至 4.35 V 动作；其余为现场经验</translation>
    </message>
    <message>
        <source>Open-circuit curves of the chemistries (data sheets as above); field practice</source>
        <translation>各化学体系的开路电压曲线（规格书同上）；现场经验</translation>
    </message>
    <message>
        <source>Flat part of the LFP curve, EVE LF280K; field practice (JK boards ship with 3.0 V)</source>
        <translation>铁锂曲线的平坦部分，EVE LF280K；现场经验（JK 保护板出厂为 3.0 V）</translation>
    </message>
    <message>
        <source>Charge voltages of the data sheets above; field practice</source>
        <translation>上述规格书的充电电压；现场经验</translation>
    </message>
    <message>
        <source>TI bq769x0, SLUSBK2: cell voltages are good to about 10 mV; field practice</source>
        <translation>TI bq769x0，SLUSBK2：单体电压精度约 10 mV；现场经验</translation>
    </message>
    <message>
        <source>Field practice; dbus-serialbattery starts at 10 to 80 mV</source>
        <translation>现场经验；dbus-serialbattery 从 10 至 80 mV 开始</translation>
    </message>
    <message>
        <source>Battery-Emulator limits: 100 to 250 mV for NMC packs, 400 mV for LFP packs</source>
        <translation>Battery-Emulator 的限值：三元电池 100 至 250 mV，铁锂电池 400 mV</translation>
    </message>
    <message>
        <source>The manual&apos;s own 17S set has 1.0 V; field practice</source>
        <translation>说明书自带的 17S 参数为 1.0 V；现场经验</translation>
    </message>
    <message>
        <source>Definition of the settings</source>
        <translation>设置项的定义</translation>
    </message>
    <message>
        <source>The manual&apos;s own 17S set (49 A 10 s, 38 A 30 s, 27 A 120 s); Seplos V3 register map (three levels with duration)</source>
        <translation>说明书自带的 17S 参数（49 A 10 s、38 A 30 s、27 A 120 s）；Seplos V3 寄存器表（三级带持续时间）</translation>
    </message>
    <message>
        <source>The manual&apos;s own 17S set has 49 A on a board of 45 A; Daly data sheets: discharge over-current up to 3 times the rated current; times: field practice</source>
        <translation>说明书自带的 17S 参数在 45 A 的保护板上为 49 A；Daly 规格书：放电过流可达额定电流的 3 倍；时间：现场经验</translation>
    </message>
    <message>
        <source>TI bq769x0, SLUSBK2: short-circuit thresholds above those of over-current</source>
        <translation>TI bq769x0，SLUSBK2：短路阈值高于过流阈值</translation>
    </message>
    <message>
        <source>Definition of the protections; hysteresis as in TI bq769x0, SLUSBK2</source>
        <translation>保护的定义；回差见 TI bq769x0，SLUSBK2</translation>
    </message>
    <message>
        <source>JBD protocol document V11, registers 36 and 37; the manual&apos;s own 17S set</source>
        <translation>JBD 协议文档 V11，寄存器 36 和 37；说明书自带的 17S 参数</translation>
    </message>
    <message>
        <source>Field practice; vendor defaults of JBD, JK and Seplos lie well inside</source>
        <translation>现场经验；JBD、JK、Seplos 的出厂值都在其中</translation>
    </message>
    <message>
        <source>Boards of all families: 3 to 32 cells (TI bq76920 from 3 cells on)</source>
        <translation>各系列保护板：3 至 32 串（TI bq76920 从 3 串起）</translation>
    </message>
    <message>
        <source>Boards of all families: 3 to 32 cells (JBD and JK up to 32)</source>
        <translation>各系列保护板：3 至 32 串（JBD 和 JK 最多 32 串）</translation>
    </message>
    <message>
        <source>The manual&apos;s own 17S set (71.75 V beside 17 x 4.25 V) and vendor defaults lie inside the tolerance; tolerance: field practice</source>
        <translation>说明书自带的 17S 参数（71.75 V，而 17 x 4.25 V）和厂家出厂值都在容差之内；容差：现场经验</translation>
    </message>
    <message>
        <source>Data sheets: Samsung SDI INR18650-35E charge 0 to 45 °C, discharge -10 to 60 °C; EVE LF280K charge 0 to 60 °C, discharge to -20 °C at least; Toshiba SCiB -30 to 60 °C</source>
        <translation>规格书：Samsung SDI INR18650-35E 充电 0 至 45 °C、放电 -10 至 60 °C；EVE LF280K 充电 0 至 60 °C、放电至少到 -20 °C；Toshiba SCiB -30 至 60 °C</translation>
    </message>
    <message>
        <source>Data sheets: Samsung SDI INR18650-35E charge 0 to 45 °C, discharge -10 to 60 °C; EVE LF280K charge 0 to 60 °C, discharge to -20 °C at least; Toshiba SCiB -30 to 60 °C; the manual&apos;s own 17S set has -5 °C</source>
        <translation>规格书：Samsung SDI INR18650-35E 充电 0 至 45 °C、放电 -10 至 60 °C；EVE LF280K 充电 0 至 60 °C、放电至少到 -20 °C；Toshiba SCiB -30 至 60 °C；说明书自带的 17S 参数为 -5 °C</translation>
    </message>
    <message>
        <source>Data sheets: Samsung SDI INR18650-35E charge 0 to 45 °C, discharge -10 to 60 °C; EVE LF280K charge 0 to 60 °C, discharge to -20 °C at least; Toshiba SCiB -30 to 60 °C; JK example device 70 °C</source>
        <translation>规格书：Samsung SDI INR18650-35E 充电 0 至 45 °C、放电 -10 至 60 °C；EVE LF280K 充电 0 至 60 °C、放电至少到 -20 °C；Toshiba SCiB -30 至 60 °C；JK 示例设备 70 °C</translation>
    </message>
    <message>
        <source>Field practice</source>
        <translation>现场经验</translation>
    </message>
    <message>
        <source>Parts of the industrial class end at 85 °C; the manual&apos;s own 17S set has 75 °C</source>
        <translation>工业级器件到 85 °C 为止；说明书自带的 17S 参数为 75 °C</translation>
    </message>
    <message>
        <source>FR-4 boards end at about 130 °C; defaults: JK 100 °C, Seplos 115 °C</source>
        <translation>FR-4 电路板约到 130 °C 为止；出厂值：JK 100 °C，Seplos 115 °C</translation>
    </message>
    <message>
        <source>Field practice; the manual&apos;s own 17S set has -20 °C</source>
        <translation>现场经验；说明书自带的 17S 参数为 -20 °C</translation>
    </message>
    <message>
        <source>Vendor defaults of JBD, JK and Seplos are 1 to 5 s</source>
        <translation>JBD、JK、Seplos 的出厂值为 1 至 5 s</translation>
    </message>
    <message>
        <source>Vendor defaults of JBD, JK and Seplos are 1 to 5 s; field practice</source>
        <translation>JBD、JK、Seplos 的出厂值为 1 至 5 s；现场经验</translation>
    </message>
    <message>
        <source>Field practice; JBD boards ship with 2 to 5 s</source>
        <translation>现场经验；JBD 保护板出厂为 2 至 5 s</translation>
    </message>
    <message>
        <source>Definition of the settings; JBD and Mingtang boards ship with 1 to 10 s</source>
        <translation>设置项的定义；JBD 和Mingtang 保护板出厂为 1 至 10 s</translation>
    </message>
    <message>
        <source>JK example device: 300 s; the manual&apos;s own 17S set: 120 s</source>
        <translation>JK 示例设备：300 s；说明书自带的 17S 参数：120 s</translation>
    </message>
    <message>
        <source>The manual&apos;s own 17S set: 30 s; field practice</source>
        <translation>说明书自带的 17S 参数：30 s；现场经验</translation>
    </message>
    <message>
        <source>TI bq769x0, SLUSBK2: 70 to 400 µs</source>
        <translation>TI bq769x0，SLUSBK2：70 至 400 µs</translation>
    </message>
    <message>
        <source>TI bq769x0, SLUSBK2: 70 to 400 µs; JK boards 1500 µs; field practice</source>
        <translation>TI bq769x0，SLUSBK2：70 至 400 µs；JK 保护板 1500 µs；现场经验</translation>
    </message>
    <message>
        <source>The desk&apos;s catalogue of settings (docs/settings-rules.md)</source>
        <translation>本软件的设置项目录（docs/settings-rules.md）</translation>
    </message>
</context>
<context>
    <name>FleetAction</name>
    <message>
        <source>Copy number</source>
        <translation>复制编号</translation>
    </message>
    <message>
        <source>Copy numbers</source>
        <translation>复制编号</translation>
    </message>
    <message>
        <source>Show on the map</source>
        <translation>在地图上显示</translation>
    </message>
    <message>
        <source>No position is known yet.</source>
        <translation>尚无位置。</translation>
    </message>
    <message>
        <source>Navigate there…</source>
        <translation>导航前往…</translation>
    </message>
    <message>
        <source>Keep open beside the next one</source>
        <translation>与下一个同时保持打开</translation>
    </message>
    <message>
        <source>Arm</source>
        <translation>布防</translation>
    </message>
    <message>
        <source>Disarm</source>
        <translation>撤防</translation>
    </message>
    <message>
        <source>Locate now</source>
        <translation>立即定位</translation>
    </message>
    <message>
        <source>Read now</source>
        <translation>立即读取</translation>
    </message>
    <message>
        <source>Restart tracker…</source>
        <translation>重启定位器…</translation>
    </message>
    <message>
        <source>Settings of these batteries…</source>
        <translation>这些电池的参数…</translation>
    </message>
    <message>
        <source>Your role may not do this.</source>
        <translation>您的角色无此权限。</translation>
    </message>
    <message>
        <source>Expired or not enabled: it takes no instructions.</source>
        <translation>已到期或未启用：不接受指令。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Mileage</source>
        <translation>里程</translation>
    </message>
    <message>
        <source>Fences</source>
        <translation>围栏</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Instructions…</source>
        <translation>指令…</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>FleetColumn</name>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>SOC</source>
        <translation>SOC</translation>
    </message>
    <message>
        <source>Voltage</source>
        <translation>电压</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最近上报</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>到期</translation>
    </message>
</context>
<context>
    <name>FleetList</name>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Save the list as CSV…</source>
        <translation>将列表保存为 CSV…</translation>
    </message>
    <message>
        <source>Read the list again</source>
        <translation>重新读取列表</translation>
    </message>
    <message>
        <source>Log in…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Not logged in</source>
        <translation>未登录</translation>
    </message>
    <message>
        <source>Log in to a server to see your batteries, wherever they are.</source>
        <translation>登录服务器，即可查看各地的电池。</translation>
    </message>
    <message>
        <source>Without the cloud</source>
        <translation>无云端功能</translation>
    </message>
    <message>
        <source>Its client is not installed.</source>
        <translation>未安装云端客户端。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>No battery is like this.</source>
        <translation>没有符合条件的电池。</translation>
    </message>
    <message>
        <source>The login has ended</source>
        <translation>登录已失效</translation>
    </message>
    <message>
        <source>The server cannot be reached</source>
        <translation>无法连接服务器</translation>
    </message>
    <message>
        <source>Reading the list</source>
        <translation>正在读取列表</translation>
    </message>
    <message>
        <source>No batteries yet</source>
        <translation>还没有电池</translation>
    </message>
    <message>
        <source>Batteries are entered at the server, by who may do so there.</source>
        <translation>电池由有权限的用户在服务器上录入。</translation>
    </message>
</context>
<context>
    <name>FleetListPanel</name>
    <message>
        <source>Batteries</source>
        <translation>电池</translation>
    </message>
    <message>
        <source>Accounts beside the list</source>
        <translation>在列表旁显示账户</translation>
    </message>
    <message>
        <source>Columns, order, export</source>
        <translation>列、排序、导出</translation>
    </message>
    <message>
        <source>There is no bar code in this picture.</source>
        <translation>此图片中没有条码。</translation>
    </message>
    <message>
        <source>{number} is no longer in this fleet.</source>
        <translation>{number} 已不在此车队中。</translation>
    </message>
    <message numerus="yes">
        <source>%n batteries saved.</source>
        <translation>
            <numerusform>已保存 %n 块电池。</numerusform>
        </translation>
    </message>
    <message>
        <source>No single battery of this fleet has the code {code}.</source>
        <translation>此车队中没有唯一对应条码 {code} 的电池。</translation>
    </message>
</context>
<context>
    <name>FleetRight</name>
    <message>
        <source>What you may do is known once the server answers.</source>
        <translation>服务器应答后才知道您的权限。</translation>
    </message>
</context>
<context>
    <name>FleetState</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>Sleeping</source>
        <translation>休眠</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已到期</translation>
    </message>
    <message>
        <source>Not enabled</source>
        <translation>未启用</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>告警</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>Target</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考值</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>核对</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Step {n} of {count}: {name}</source>
        <translation>第 {n} 步，共 {count} 步：{name}</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Wait until steady</source>
        <translation>等待稳定</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>正在发送…</translation>
    </message>
    <message>
        <source>Calibrate</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Next target</source>
        <translation>下一项</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Put the former correction back</source>
        <translation>恢复之前的修正值</translation>
    </message>
</context>
<context>
    <name>FootLine</name>
    <message>
        <source>{shown} of {all}</source>
        <translation>{shown} / {all}</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>已选 %n 块</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FoundRow</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>Ask for {name}</source>
        <translation>读取：{name}</translation>
    </message>
    <message>
        <source>Write {name}</source>
        <translation>写入：{name}</translation>
    </message>
    <message>
        <source>{name}</source>
        <translation>{name}</translation>
    </message>
    <message>
        <source>{name}: done</source>
        <translation>{name}：完成</translation>
    </message>
    <message>
        <source>{name}: refused, {meaning}</source>
        <translation>{name}：被拒绝，{meaning}</translation>
    </message>
    <message>
        <source>factory mode entry</source>
        <translation>进入工厂模式</translation>
    </message>
    <message>
        <source>factory mode exit</source>
        <translation>退出工厂模式</translation>
    </message>
    <message>
        <source>basic info</source>
        <translation>基本信息</translation>
    </message>
    <message>
        <source>cell voltages</source>
        <translation>单体电压</translation>
    </message>
    <message>
        <source>name</source>
        <translation>设备名称</translation>
    </message>
    <message>
        <source>protection counters</source>
        <translation>保护计数</translation>
    </message>
    <message>
        <source>MOSFET switches</source>
        <translation>MOS 开关</translation>
    </message>
    <message>
        <source>extended parameters</source>
        <translation>扩展参数</translation>
    </message>
    <message>
        <source>factory mode exit with save</source>
        <translation>保存并退出工厂模式</translation>
    </message>
    <message>
        <source>register {register}</source>
        <translation>寄存器 {register}</translation>
    </message>
    <message>
        <source>{name}: written</source>
        <translation>{name}：已写入</translation>
    </message>
    <message>
        <source>register {first}</source>
        <translation>寄存器 {first}</translation>
    </message>
    <message>
        <source>registers {first} to {last}</source>
        <translation>寄存器 {first} 至 {last}</translation>
    </message>
    <message>
        <source>coil {first}</source>
        <translation>线圈 {first}</translation>
    </message>
    <message>
        <source>coils {first} to {last}</source>
        <translation>线圈 {first} 至 {last}</translation>
    </message>
    <message>
        <source>Reply of function {function}, its request was not heard</source>
        <translation>功能码 {function} 的应答，未收到对应请求</translation>
    </message>
    <message>
        <source>Refused, {meaning}</source>
        <translation>被拒绝：{meaning}</translation>
    </message>
    <message>
        <source>Belongs to no frame, ignored</source>
        <translation>不属于任何帧，已忽略</translation>
    </message>
    <message>
        <source>Protocol not known yet</source>
        <translation>尚未识别协议</translation>
    </message>
    <message>
        <source>Damaged: {text}</source>
        <translation>错误帧：{text}</translation>
    </message>
    <message>
        <source>Damaged frame</source>
        <translation>错误帧</translation>
    </message>
    <message>
        <source>Another master: {text}</source>
        <translation>另一个主站：{text}</translation>
    </message>
    <message>
        <source>Request {command}</source>
        <translation>请求 {command}</translation>
    </message>
    <message>
        <source>Reply {command}</source>
        <translation>应答 {command}</translation>
    </message>
    <message>
        <source>{count} cells, {low} to {high} V</source>
        <translation>{count} 个单体，{low} 至 {high} V</translation>
    </message>
    <message>
        <source>{count} counters</source>
        <translation>{count} 项计数</translation>
    </message>
    <message>
        <source>{text} and {count} more</source>
        <translation>{text} 及另外 {count} 项</translation>
    </message>
    <message>
        <source>{text}: {values}</source>
        <translation>{text}：{values}</translation>
    </message>
    <message>
        <source>Contradicts itself: {text}</source>
        <translation>自相矛盾：{text}</translation>
    </message>
</context>
<context>
    <name>FrameDetails</name>
    <message>
        <source>Offset</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>换算</translation>
    </message>
</context>
<context>
    <name>FramePart</name>
    <message>
        <source>Start</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>Read or write</source>
        <translation>读/写</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>寄存器</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>End</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Function</source>
        <translation>功能码</translation>
    </message>
    <message>
        <source>First</source>
        <translation>起始地址</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>FramesModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>received</source>
        <translation>接收</translation>
    </message>
</context>
<context>
    <name>FramesPanel</name>
    <message>
        <source>Engineer</source>
        <translation>工程师</translation>
    </message>
    <message>
        <source>Shows a line that sends any bytes to the board; off at every start</source>
        <translation>显示可向保护板发送任意字节的输入行；每次启动时关闭</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Open the file as a device that plays</source>
        <translation>将文件作为设备打开并播放</translation>
    </message>
    <message>
        <source>Close the file, back to the device</source>
        <translation>关闭文件，返回设备</translation>
    </message>
    <message>
        <source>Frames, newest last</source>
        <translation>帧，最新的在后</translation>
    </message>
    <message>
        <source>Fields of the selected frame</source>
        <translation>所选帧的字段</translation>
    </message>
    <message>
        <source>File {name}</source>
        <translation>文件 {name}</translation>
    </message>
    <message>
        <source>{good} frames · {bad} bad · {ignored} bytes ignored</source>
        <translation>{good} 帧 · 错误 {bad} · 忽略 {ignored} 字节</translation>
    </message>
    <message>
        <source>No row passes the filter</source>
        <translation>没有符合筛选条件的行</translation>
    </message>
    <message>
        <source>Nothing is in this file</source>
        <translation>文件中没有内容</translation>
    </message>
    <message>
        <source>Nothing has crossed this link yet</source>
        <translation>该链路上还没有数据</translation>
    </message>
    <message>
        <source>Open a captured file</source>
        <translation>打开抓包文件</translation>
    </message>
    <message>
        <source>Captures (*.jsonl)</source>
        <translation>抓包文件 (*.jsonl)</translation>
    </message>
</context>
<context>
    <name>Golden</name>
    <message>
        <source>{name}, on the device</source>
        <translation>{name}，设备上</translation>
    </message>
    <message>
        <source>Last snapshot in the history</source>
        <translation>历史记录中的上一次快照</translation>
    </message>
    <message>
        <source>Preset: {name}</source>
        <translation>预设：{name}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>reading and checking…</source>
        <translation>正在读取并检查…</translation>
    </message>
    <message>
        <source>writing and reading back…</source>
        <translation>正在写入并读回…</translation>
    </message>
    <message>
        <source>✓ has the set</source>
        <translation>✓ 已写好</translation>
    </message>
    <message>
        <source>! in part</source>
        <translation>! 部分写入</translation>
    </message>
    <message>
        <source>! does not fit</source>
        <translation>! 不适用</translation>
    </message>
    <message>
        <source>! left out, warning not accepted</source>
        <translation>! 已跳过，警告未确认</translation>
    </message>
    <message>
        <source>! failed</source>
        <translation>! 失败</translation>
    </message>
    <message>
        <source>not done</source>
        <translation>未执行</translation>
    </message>
    <message>
        <source>had it already, {count} values checked</source>
        <translation>原本一致，已核对 {count} 个值</translation>
    </message>
    <message>
        <source>{changed} of {count} values written and read back</source>
        <translation>{count} 个值中 {changed} 个已写入并读回</translation>
    </message>
    <message>
        <source>not as sent: {names}</source>
        <translation>与发送值不符：{names}</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>及另外 {count} 项</translation>
    </message>
    <message>
        <source>any board</source>
        <translation>任意保护板</translation>
    </message>
</context>
<context>
    <name>GoldenPage</name>
    <message>
        <source>Back to the settings (Esc)</source>
        <translation>返回参数 (Esc)</translation>
    </message>
</context>
<context>
    <name>GuardCard</name>
    <message>
        <source>Guard</source>
        <translation>布防</translation>
    </message>
    <message>
        <source>Arm</source>
        <translation>布防</translation>
    </message>
    <message>
        <source>Disarm</source>
        <translation>撤防</translation>
    </message>
    <message>
        <source>Arm by itself after every ride</source>
        <translation>每次骑行后自动布防</translation>
    </message>
    <message>
        <source>Disarmed</source>
        <translation>未布防</translation>
    </message>
    <message>
        <source>Arming</source>
        <translation>等待布防</translation>
    </message>
    <message>
        <source>Armed</source>
        <translation>已布防</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>The tracker says that it is armed itself.</source>
        <translation>定位器报告自身已布防。</translation>
    </message>
    <message>
        <source>The tracker says that it is not armed itself.</source>
        <translation>定位器报告自身未布防。</translation>
    </message>
    <message>
        <source>A vibration, a move or the ignition then raises an alarm</source>
        <translation>之后振动、移动或点火都会告警</translation>
    </message>
    <message>
        <source>No such alarm any more; those that are open end</source>
        <translation>不再产生此类告警，未结束的随之结束</translation>
    </message>
    <message>
        <source>Three minutes after it came to rest</source>
        <translation>停稳三分钟后</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Vibrations raise no alarm.</source>
        <translation>振动不会告警。</translation>
    </message>
    <message>
        <source>It is armed once it has stood still for three minutes.</source>
        <translation>静止三分钟后即布防。</translation>
    </message>
    <message>
        <source>It has stood for three minutes: armed with its next report.</source>
        <translation>已静止三分钟：下次上报时布防。</translation>
    </message>
    <message>
        <source>It stands still; armed in {time} min.</source>
        <translation>已静止，{time} 后布防。</translation>
    </message>
    <message>
        <source>It was shaken or moved. Armed since {time}.</source>
        <translation>被振动或移动。自 {time} 起布防。</translation>
    </message>
    <message>
        <source>Armed since {time}: a vibration raises an alarm.</source>
        <translation>自 {time} 起布防：振动将告警。</translation>
    </message>
</context>
<context>
    <name>HeadPart</name>
    <message>
        <source>Switch account…</source>
        <translation>切换账户…</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>已结束</translation>
    </message>
</context>
<context>
    <name>Headline</name>
    <message>
        <source>SOC</source>
        <translation>SOC</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>总电压</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>电流</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message numerus="yes">
        <source>%n active protection(s)</source>
        <translation>
            <numerusform>%n 项保护</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HereSection</name>
    <message>
        <source>No server yet?</source>
        <translation>还没有服务器？</translation>
    </message>
    <message>
        <source>This program has one with it: for a single workshop, or to try things out. It runs here, while this window is open, and needs no network.</source>
        <translation>本程序自带服务器：供单个车间使用或试用。它在本机运行，窗口打开期间有效，无需网络。</translation>
    </message>
    <message>
        <source>Start a server on this computer</source>
        <translation>在本机启动服务器</translation>
    </message>
</context>
<context>
    <name>HereServerSection</name>
    <message>
        <source>Server on this computer</source>
        <translation>本机服务器</translation>
    </message>
    <message>
        <source>Trackers cannot connect to it.</source>
        <translation>定位器无法连接它。</translation>
    </message>
    <message>
        <source>Trackers connect to {where}</source>
        <translation>定位器连接到 {where}</translation>
    </message>
    <message>
        <source>This computer alone</source>
        <translation>仅限本机</translation>
    </message>
    <message>
        <source>Let in the network…</source>
        <translation>允许局域网…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Let in the network</source>
        <translation>允许局域网</translation>
    </message>
    <message>
        <source>Every device of the network could send reports to this port then, and what they send is not encrypted. Only in a network that you trust. The server starts anew.</source>
        <translation>之后网络中的任何设备都可以向此端口发送数据，且数据未加密。仅限您信任的网络。服务器将重新启动。</translation>
    </message>
    <message>
        <source>Another window started it, and it ends with that one.</source>
        <translation>它由另一个窗口启动，并随那个窗口结束。</translation>
    </message>
    <message>
        <source>Reached from the network, and by whatever a router sends on to it.</source>
        <translation>可从局域网访问，路由器转发来的连接也可到达。</translation>
    </message>
    <message>
        <source>Reached from this computer alone.</source>
        <translation>仅可从本机访问。</translation>
    </message>
</context>
<context>
    <name>Instruction</name>
    <message>
        <source>Ask</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>Tracker</source>
        <translation>定位器</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>保护板</translation>
    </message>
    <message>
        <source>reads, changes nothing</source>
        <translation>只读取，不改变任何内容</translation>
    </message>
    <message>
        <source>sets; may be sent again until it is so</source>
        <translation>设置；可能重发直至生效</translation>
    </message>
    <message>
        <source>happens once, and never twice</source>
        <translation>只执行一次，绝不重复</translation>
    </message>
    <message>
        <source>Locate now</source>
        <translation>立即定位</translation>
    </message>
    <message>
        <source>Where are you? The answer goes onto the map.</source>
        <translation>询问当前位置，结果显示在地图上。</translation>
    </message>
    <message>
        <source>Read values</source>
        <translation>读取数据</translation>
    </message>
    <message>
        <source>Voltages, current, charge, temperatures.</source>
        <translation>电压、电流、电量、温度。</translation>
    </message>
    <message>
        <source>Read settings</source>
        <translation>读取参数</translation>
    </message>
    <message>
        <source>All settings of the board; may take minutes.</source>
        <translation>保护板的全部参数，可能需要几分钟。</translation>
    </message>
    <message>
        <source>Read counters</source>
        <translation>读取计数</translation>
    </message>
    <message>
        <source>How often each protection has fired.</source>
        <translation>各保护触发的次数。</translation>
    </message>
    <message>
        <source>Read parameters</source>
        <translation>读取定位器参数</translation>
    </message>
    <message>
        <source>Of the tracker: server, APN, intervals.</source>
        <translation>定位器的服务器、APN、间隔。</translation>
    </message>
    <message>
        <source>Report more often…</source>
        <translation>临时提高上报频率…</translation>
    </message>
    <message>
        <source>For a while; an interval of 0 s ends it.</source>
        <translation>持续一段时间；间隔 0 秒则结束。</translation>
    </message>
    <message>
        <source>Send a text…</source>
        <translation>发送文本…</translation>
    </message>
    <message>
        <source>Many trackers take commands of their maker this way.</source>
        <translation>许多定位器以此接受厂商命令。</translation>
    </message>
    <message>
        <source>What the tracker makes of a text, only its maker knows.</source>
        <translation>定位器如何处理文本，只有厂商知道。</translation>
    </message>
    <message>
        <source>None from here: keep the maker&apos;s list of commands at hand.</source>
        <translation>此处无法恢复：请备好厂商的命令表。</translation>
    </message>
    <message>
        <source>Restart tracker…</source>
        <translation>重启定位器…</translation>
    </message>
    <message>
        <source>Done when it has logged in again.</source>
        <translation>重新登录后即完成。</translation>
    </message>
    <message>
        <source>The link is cut and no position comes for some minutes. The battery itself goes on.</source>
        <translation>连接中断，几分钟内没有位置。电池本身继续工作。</translation>
    </message>
    <message>
        <source>It logs in again by itself.</source>
        <translation>它会自动重新登录。</translation>
    </message>
    <message>
        <source>Factory reset of the tracker…</source>
        <translation>定位器恢复出厂…</translation>
    </message>
    <message>
        <source>All its parameters become the maker&apos;s.</source>
        <translation>全部参数恢复为厂商值。</translation>
    </message>
    <message>
        <source>Server, port and APN become the maker&apos;s too: the tracker may never come back here.</source>
        <translation>服务器、端口和 APN 也恢复为厂商值：定位器可能再也连不上这里。</translation>
    </message>
    <message>
        <source>All parameters are read first and kept in the result. A tracker that does not come back has to be set up by SMS or by hand.</source>
        <translation>先读取全部参数并保存在结果中。连不回来的定位器只能用短信或手动设置。</translation>
    </message>
    <message>
        <source>Discharge off…</source>
        <translation>关闭放电…</translation>
    </message>
    <message>
        <source>Discharge on…</source>
        <translation>打开放电…</translation>
    </message>
    <message>
        <source>Charging off…</source>
        <translation>关闭充电…</translation>
    </message>
    <message>
        <source>Charging on…</source>
        <translation>打开充电…</translation>
    </message>
    <message>
        <source>Lock…</source>
        <translation>锁定…</translation>
    </message>
    <message>
        <source>Unlock…</source>
        <translation>解锁…</translation>
    </message>
    <message>
        <source>Restart board…</source>
        <translation>重启保护板…</translation>
    </message>
    <message>
        <source>Factory reset of the board…</source>
        <translation>保护板恢复出厂…</translation>
    </message>
    <message>
        <source>Current may flow from then on, unless a protection forbids it.</source>
        <translation>此后可能有电流，除非保护禁止。</translation>
    </message>
    <message>
        <source>Switch it off here again.</source>
        <translation>可在此再次关闭。</translation>
    </message>
    <message>
        <source>All settings of the board go back to the maker&apos;s; power may drop.</source>
        <translation>保护板的全部参数恢复为厂商值，可能断电。</translation>
    </message>
    <message>
        <source>All settings are read first and kept with the command; write them back in Settings.</source>
        <translation>先读取全部参数并随指令保存，可在“设置”中写回。</translation>
    </message>
</context>
<context>
    <name>InstructionsPanel</name>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Fate</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>This cloud takes no instructions</source>
        <translation>该云端不接受指令</translation>
    </message>
    <message>
        <source>The tracker is not connected. What reads waits {read} s for it, what sets {set} min; what happens once is not offered.</source>
        <translation>定位器未连接。读取类等待 {read} 秒，设置类等待 {set} 分钟，一次性指令不可用。</translation>
    </message>
    <message>
        <source>Fate ({n})</source>
        <translation>结果（{n}）</translation>
    </message>
</context>
<context>
    <name>InterruptedLine</name>
    <message>
        <source>A write to this board was interrupted: {n} of {all} fields are as wanted.</source>
        <translation>对本板的一次写入被中断：{all} 项中有 {n} 项符合要求。</translation>
    </message>
    <message>
        <source>An undo was interrupted: {n} of {all} fields are as wanted.</source>
        <translation>一次撤销被中断：{all} 项中有 {n} 项符合要求。</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Send what is missing and read everything back</source>
        <translation>发送未写入的项并全部回读</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回滚</translation>
    </message>
    <message>
        <source>Bring back the values from before the write</source>
        <translation>恢复写入之前的值</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>保持现状</translation>
    </message>
    <message>
        <source>Keep the board as it is and do not ask again</source>
        <translation>保持保护板现状，不再询问</translation>
    </message>
</context>
<context>
    <name>JobEditor</name>
    <message>
        <source>open</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Close the job</source>
        <translation>完成工单</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>Nothing was written by this desk between the two readings.</source>
        <translation>两次读取之间，本软件没有写入任何内容。</translation>
    </message>
    <message>
        <source>{n} settings read differently.</source>
        <translation>有 {n} 项参数读数不同。</translation>
    </message>
    <message>
        <source>No bench check of this pack yet</source>
        <translation>此电池还没有台架检测</translation>
    </message>
    <message>
        <source>Reading everything…</source>
        <translation>正在读取全部数据…</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>全部工单</translation>
    </message>
    <message>
        <source>PDF…</source>
        <translation>PDF…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系方式</translation>
    </message>
    <message>
        <source>Job number</source>
        <translation>工单号</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>故障描述</translation>
    </message>
    <message>
        <source>Readings and settings</source>
        <translation>读数与参数</translation>
    </message>
    <message>
        <source>Work done</source>
        <translation>处理内容</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>配件</translation>
    </message>
    <message>
        <source>Bench checks</source>
        <translation>台架检测</translation>
    </message>
    <message>
        <source>Read before</source>
        <translation>读取维修前</translation>
    </message>
    <message>
        <source>Read after</source>
        <translation>读取维修后</translation>
    </message>
    <message>
        <source>Reads values, all settings and counters of the pack; nothing is written</source>
        <translation>读取电池的数值、全部参数和计数；不写入任何内容</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>附上</translation>
    </message>
    <message>
        <source>Bench check to attach</source>
        <translation>要附上的台架检测</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>维修前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>维修后</translation>
    </message>
</context>
<context>
    <name>JobList</name>
    <message>
        <source>Search customer, pack, words</source>
        <translation>搜索客户、电池、文字</translation>
    </message>
    <message>
        <source>Search the jobs</source>
        <translation>搜索工单</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Which jobs</source>
        <translation>哪些工单</translation>
    </message>
    <message>
        <source>New job</source>
        <translation>新建工单</translation>
    </message>
    <message>
        <source>Repair jobs</source>
        <translation>维修工单</translation>
    </message>
    <message>
        <source>No job fits</source>
        <translation>没有符合的工单</translation>
    </message>
    <message>
        <source>Search for less, or show all.</source>
        <translation>减少搜索词，或显示全部。</translation>
    </message>
    <message>
        <source>No repair job yet</source>
        <translation>还没有维修工单</translation>
    </message>
    <message>
        <source>A job keeps customer, complaint, readings and settings before and after, what was done and built in, and prints it as a page.</source>
        <translation>工单保存客户、故障描述、维修前后的读数和参数、处理内容和配件，并可打印成一页。</translation>
    </message>
    <message>
        <source>open</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Without a name</source>
        <translation>未命名</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>No history is kept</source>
        <translation>没有保存历史记录</translation>
    </message>
    <message>
        <source>Jobs are kept in it, on this computer alone.</source>
        <translation>工单保存在历史记录里，只在这台电脑上。</translation>
    </message>
    <message>
        <source>not kept yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Connect the pack to read it.</source>
        <translation>请连接电池以读取。</translation>
    </message>
    <message>
        <source>Repair job {title}</source>
        <translation>维修工单 {title}</translation>
    </message>
    <message>
        <source>Save the page</source>
        <translation>保存页面</translation>
    </message>
    <message>
        <source>Pages (*.pdf)</source>
        <translation>页面 (*.pdf)</translation>
    </message>
</context>
<context>
    <name>Journal</name>
    <message>
        <source>Connected, {where}</source>
        <translation>已连接，{where}</translation>
    </message>
    <message>
        <source>Disconnected, {where}</source>
        <translation>已断开，{where}</translation>
    </message>
    <message>
        <source>Link released, {where}</source>
        <translation>连接已释放，{where}</translation>
    </message>
    <message>
        <source>Comment: {text}</source>
        <translation>备注：{text}</translation>
    </message>
    <message>
        <source>Link lost, {where}</source>
        <translation>连接中断，{where}</translation>
    </message>
    <message>
        <source>No answer, {where}</source>
        <translation>无应答，{where}</translation>
    </message>
    <message>
        <source>Another master {master}, {where}</source>
        <translation>另一个主站：{master}，{where}</translation>
    </message>
    <message>
        <source>{bytes} bytes before we asked, {where}</source>
        <translation>发出请求前收到 {bytes} 字节，{where}</translation>
    </message>
    <message>
        <source>Shared as battery {number}, {server}</source>
        <translation>已共享为电池 {number}，{server}</translation>
    </message>
    <message>
        <source>Not shared as battery {number} any more</source>
        <translation>不再共享为电池 {number}</translation>
    </message>
    <message>
        <source>Writing from afar allowed for {minutes} min by {who}</source>
        <translation>{who} 允许远程写入 {minutes} 分钟</translation>
    </message>
    <message>
        <source>Writing from afar not allowed any more</source>
        <translation>不再允许远程写入</translation>
    </message>
    <message>
        <source>Settings read, {count} values</source>
        <translation>已读取 {count} 项设置</translation>
    </message>
    <message>
        <source>Protection: {what}</source>
        <translation>保护：{what}</translation>
    </message>
    <message>
        <source>Protection over: {what}</source>
        <translation>保护解除：{what}</translation>
    </message>
    <message>
        <source>Alarm: {what}</source>
        <translation>告警：{what}</translation>
    </message>
    <message>
        <source>Alarm over: {what}</source>
        <translation>告警解除：{what}</translation>
    </message>
    <message>
        <source>Fault: {what}</source>
        <translation>故障：{what}</translation>
    </message>
    <message>
        <source>Fault over: {what}</source>
        <translation>故障解除：{what}</translation>
    </message>
    <message>
        <source>? unknown (interrupted)</source>
        <translation>? 未知（已中断）</translation>
    </message>
    <message>
        <source>writing…</source>
        <translation>正在写入…</translation>
    </message>
    <message>
        <source>Undo: {text}</source>
        <translation>撤销：{text}</translation>
    </message>
    <message>
        <source>Finished: {text}</source>
        <translation>补完：{text}</translation>
    </message>
    <message>
        <source>Write {number} was left as it is</source>
        <translation>写入 {number} 保持现状</translation>
    </message>
    <message>
        <source>bytes of {name}: {before} → {after}</source>
        <translation>{name} 的字节：{before} → {after}</translation>
    </message>
    <message>
        <source>bytes sent: {data}</source>
        <translation>发送的字节：{data}</translation>
    </message>
    <message>
        <source>Raw bytes → {bytes}</source>
        <translation>原始字节 → {bytes}</translation>
    </message>
    <message>
        <source>✓ answered</source>
        <translation>✓ 已应答</translation>
    </message>
    <message>
        <source>? no answer</source>
        <translation>? 无应答</translation>
    </message>
    <message>
        <source>On trial, put back: {text}</source>
        <translation>试切换恢复：{text}</translation>
    </message>
    <message>
        <source>… counting</source>
        <translation>… 计时中</translation>
    </message>
    <message>
        <source>? left on trial</source>
        <translation>? 未结束的试切换</translation>
    </message>
    <message>
        <source>{count} settings</source>
        <translation>{count} 项参数</translation>
    </message>
    <message>
        <source>by {who}</source>
        <translation>操作者：{who}</translation>
    </message>
    <message>
        <source>journal number {number}</source>
        <translation>日志编号 {number}</translation>
    </message>
</context>
<context>
    <name>JournalPanel</name>
    <message>
        <source>This device</source>
        <translation>当前设备</translation>
    </message>
    <message>
        <source>All devices</source>
        <translation>所有设备</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Lines of which devices</source>
        <translation>显示哪些设备的记录</translation>
    </message>
    <message>
        <source>Which lines</source>
        <translation>显示哪些记录</translation>
    </message>
    <message>
        <source>Copy the selected line, or all</source>
        <translation>复制所选记录或全部记录</translation>
    </message>
    <message>
        <source>Undo the last write…</source>
        <translation>撤销上次写入…</translation>
    </message>
    <message>
        <source>Writes and events, newest first</source>
        <translation>写入与事件，最新的在前</translation>
    </message>
    <message>
        <source>No history is kept</source>
        <translation>未保存历史记录</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>暂无记录</translation>
    </message>
    <message>
        <source>Every write and every event is listed here as soon as it happens.</source>
        <translation>每次写入和每个事件都会立即列在这里。</translation>
    </message>
</context>
<context>
    <name>Keyboard</name>
    <message>
        <source>In a field: take the offered value, or go on</source>
        <translation>输入框：采用建议值，或转到下一项</translation>
    </message>
    <message>
        <source>In a field: empty it</source>
        <translation>输入框：清空</translation>
    </message>
    <message>
        <source>In Cells: zoom to the spread</source>
        <translation>单体：缩放到离散范围</translation>
    </message>
    <message>
        <source>In Plot: crosshair, range, statistics of the range</source>
        <translation>曲线：十字线、区间、区间统计</translation>
    </message>
    <message>
        <source>In Plot: zoom in and out, fit the axes, whole time</source>
        <translation>曲线：放大、缩小、适应坐标轴、全部时间</translation>
    </message>
    <message>
        <source>In Plot: a strip for each unit</source>
        <translation>曲线：按单位分栏</translation>
    </message>
    <message>
        <source>In Journal: copy the line, or all</source>
        <translation>日志：复制所选行或全部</translation>
    </message>
    <message>
        <source>Play or pause the recording</source>
        <translation>播放或暂停回放</translation>
    </message>
    <message>
        <source>Previous or next sample</source>
        <translation>上一个或下一个采样</translation>
    </message>
    <message>
        <source>Next or previous event</source>
        <translation>下一个或上一个事件</translation>
    </message>
    <message>
        <source>Stop: end a connect or a read, close what lies on top</source>
        <translation>停止：中止连接或读取，关闭浮层</translation>
    </message>
</context>
<context>
    <name>KeyboardHelp</name>
    <message>
        <source>Keyboard</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>No key writes to a device: what would be written is shown first.</source>
        <translation>没有任何按键会直接写入设备：写入前总会先显示内容。</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>回放</translation>
    </message>
    <message>
        <source>In panels</source>
        <translation>面板内</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>highest</source>
        <translation>最高</translation>
    </message>
    <message>
        <source>lowest</source>
        <translation>最低</translation>
    </message>
    <message>
        <source>balancing</source>
        <translation>均衡中</translation>
    </message>
    <message>
        <source>outside limit</source>
        <translation>超限</translation>
    </message>
    <message>
        <source>implausible</source>
        <translation>不可信</translation>
    </message>
    <message>
        <source>old</source>
        <translation>过期</translation>
    </message>
    <message>
        <source>Hatched grey: old value. ?: implausible value.</source>
        <translation>灰色斜线：旧数据。?：不可信的值。</translation>
    </message>
</context>
<context>
    <name>Link</name>
    <message>
        <source>Serial</source>
        <translation>串口</translation>
    </message>
    <message>
        <source>TCP</source>
        <translation>TCP</translation>
    </message>
    <message>
        <source>Bluetooth</source>
        <translation>蓝牙</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>云端</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Simulated</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>OFFLINE</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>CONNECTING</source>
        <translation>连接中</translation>
    </message>
    <message>
        <source>NO ANSWER</source>
        <translation>无应答</translation>
    </message>
    <message>
        <source>WAITING</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>PAUSED</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>ENDED</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>ASLEEP?</source>
        <translation>休眠？</translation>
    </message>
    <message>
        <source>GARBLED</source>
        <translation>乱码</translation>
    </message>
    <message>
        <source>REFUSED</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>LINK LOST</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>RELEASED</source>
        <translation>已释放</translation>
    </message>
    <message>
        <source>Nothing was recorded here, last values {age}</source>
        <translation>此处无录制数据，最后数据 {age}</translation>
    </message>
    <message>
        <source>End of the recording, last values {age}</source>
        <translation>录制结束，最后数据 {age}</translation>
    </message>
    <message>
        <source>Not understood, last values {age}</source>
        <translation>无法解析，最后数据 {age}</translation>
    </message>
    <message>
        <source>Refused, last values {age}</source>
        <translation>被拒绝，最后数据 {age}</translation>
    </message>
    <message>
        <source>Link lost, last values {age}</source>
        <translation>连接中断，最后数据 {age}</translation>
    </message>
    <message>
        <source>Connection failed, last values {age}</source>
        <translation>连接失败，最后数据 {age}</translation>
    </message>
    <message>
        <source>Released, last values {age}</source>
        <translation>已释放，最后数据 {age}</translation>
    </message>
    <message>
        <source>Not connected, last values {age}</source>
        <translation>未连接，最后数据 {age}</translation>
    </message>
    <message>
        <source>End of the recording, without a value</source>
        <translation>录制结束，没有数据</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>无应答</translation>
    </message>
    <message>
        <source>Probably asleep</source>
        <translation>可能已休眠</translation>
    </message>
    <message>
        <source>Not understood</source>
        <translation>无法解析</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>Link lost</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>The recording has a gap here. Play on, or go to another time.</source>
        <translation>录制在此处有间断。请继续播放或跳到其他时间。</translation>
    </message>
    <message>
        <source>Open it again to play it from the start.</source>
        <translation>重新打开即可从头播放。</translation>
    </message>
    <message>
        <source>Check baud rate and wiring, and that nobody else talks on this line.</source>
        <translation>请检查波特率和接线，并确认线路上没有其他设备在通信。</translation>
    </message>
    <message>
        <source>The board answers but will not be read now: it may be locked, or in another mode. Unlock or restart it; the desk keeps asking.</source>
        <translation>保护板有应答但暂不允许读取：可能已锁定或处于其他模式。请解锁或重启；软件会继续询问。</translation>
    </message>
    <message>
        <source>Plug {where} in again or come nearer; the desk reconnects by itself.</source>
        <translation>请重新插好“{where}”或靠近一些；软件会自动重连。</translation>
    </message>
    <message>
        <source>REPLAY</source>
        <translation>回放</translation>
    </message>
    <message>
        <source>SIMULATOR</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>No device connected</source>
        <translation>未连接设备</translation>
    </message>
    <message>
        <source>Choose a port or a simulated pack under Devices.</source>
        <translation>请在“设备”中选择端口或模拟电池。</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Trying {where}. This can take some seconds.</source>
        <translation>正在尝试 {where}，可能需要几秒。</translation>
    </message>
    <message>
        <source>{time} ago</source>
        <translation>{time}前</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>No answer, last values {age}</source>
        <translation>无应答，最近数据 {age}</translation>
    </message>
    <message>
        <source>Probably asleep, last values {age}</source>
        <translation>可能已休眠，最近数据 {age}</translation>
    </message>
    <message>
        <source>The line is there and the board answered before. It may sleep, or its plug or power is gone; “Wake…” in Devices helps to tell.</source>
        <translation>线路正常，保护板之前有应答。它可能已休眠，也可能是插头松脱或断电；“设备”面板中的“唤醒…”可帮助判断。</translation>
    </message>
    <message>
        <source>What is known speaks for sleep. Wake it by charger, load or button; “Wake…” in Devices tries it and says more.</source>
        <translation>现有迹象表明它已休眠。请用充电器、负载或按键唤醒；“设备”面板中的“唤醒…”可尝试唤醒并说明详情。</translation>
    </message>
    <message>
        <source>{where} is closed.</source>
        <translation>{where} 已关闭。</translation>
    </message>
    <message>
        <source>Last values {age}</source>
        <translation>最后数据：{age}</translation>
    </message>
    <message>
        <source>The line is busy with a longer read or write, or the board is slow.</source>
        <translation>线路正忙于较长的读写，或保护板响应较慢。</translation>
    </message>
    <message>
        <source>Waiting for the first values…</source>
        <translation>正在等待首次数据…</translation>
    </message>
</context>
<context>
    <name>LinkBanner</name>
    <message>
        <source>The login has ended</source>
        <translation>登录已结束</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>Heard from the server: {age}</source>
        <translation>上次收到服务器消息：{age}</translation>
    </message>
    <message>
        <source>As of {age}</source>
        <translation>数据截至 {age}</translation>
    </message>
    <message>
        <source>Log in…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the list: {read} of {all}</source>
        <translation>正在读取列表：{read} / {all}</translation>
    </message>
    <message>
        <source>Reading the list: {read}</source>
        <translation>正在读取列表：{read}</translation>
    </message>
</context>
<context>
    <name>LinkPanel</name>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
    <message>
        <source>Save every second as CSV…</source>
        <translation>将每秒数据保存为 CSV…</translation>
    </message>
    <message>
        <source>Count anew from now on</source>
        <translation>从现在起重新计数</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Errors, answer time and samples over time</source>
        <translation>错误率、应答时间和采样随时间的变化</translation>
    </message>
    <message>
        <source>There is no link here</source>
        <translation>这里没有直接连接</translation>
    </message>
    <message>
        <source>A server speaks with this board. Status says how old its values are.</source>
        <translation>由服务器与该保护板通信。“状态”中说明数据的时间。</translation>
    </message>
    <message>
        <source>Counted once a second while the link is there.</source>
        <translation>连接存在时每秒统计一次。</translation>
    </message>
    <message>
        <source>Nothing was counted yet</source>
        <translation>尚无统计</translation>
    </message>
</context>
<context>
    <name>LinkQuality</name>
    <message>
        <source>Errors</source>
        <translation>错误率</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>错误帧</translation>
    </message>
    <message>
        <source>Answer time</source>
        <translation>应答时间</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>最长</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>信号</translation>
    </message>
    <message>
        <source>Share of the requests without a whole answer, over the last minute. Answers that came damaged and answers that did not come both count.</source>
        <translation>最近一分钟内未得到完整应答的请求所占比例。应答损坏和没有应答都计入。</translation>
    </message>
    <message>
        <source>From the last byte sent to the last byte of the answer: mean of the last minute, and the longest.</source>
        <translation>从发出最后一个字节到收到应答最后一个字节的时间：最近一分钟的平均值和最大值。</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Frames received a second over the last minute, and damaged ones since the reset.</source>
        <translation>最近一分钟内每秒收到的帧数，以及重新计数以来的错误帧数。</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>重发</translation>
    </message>
    <message>
        <source>Requests that had to be sent again, since the reset.</source>
        <translation>重新计数以来需要再次发送的请求数。</translation>
    </message>
    <message>
        <source>Timeouts</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Requests nobody answered whole and in time, since the reset.</source>
        <translation>重新计数以来未按时得到完整应答的请求数。</translation>
    </message>
    <message>
        <source>How loud the board was when it was found over Bluetooth. While connected it does not announce itself, and the value keeps its age. A wire has none.</source>
        <translation>通过蓝牙找到保护板时的信号强度。连接期间保护板不再广播，因此数值旁标出其时间。有线连接没有此值。</translation>
    </message>
    <message>
        <source>max {n}</source>
        <translation>最长 {n}</translation>
    </message>
    <message>
        <source>{n} damaged</source>
        <translation>错误 {n}</translation>
    </message>
    <message>
        <source>over the last minute</source>
        <translation>最近一分钟</translation>
    </message>
    <message>
        <source>in this recording</source>
        <translation>本次录制中</translation>
    </message>
    <message>
        <source>GOOD</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>COUNTING</source>
        <translation>统计中</translation>
    </message>
    <message>
        <source>NOT COUNTED</source>
        <translation>不统计</translation>
    </message>
    <message>
        <source>NO ANSWER</source>
        <translation>无应答</translation>
    </message>
    <message>
        <source>GARBLED</source>
        <translation>乱码</translation>
    </message>
    <message>
        <source>DAMAGED</source>
        <translation>错误帧</translation>
    </message>
    <message>
        <source>NOISE</source>
        <translation>干扰</translation>
    </message>
    <message>
        <source>MISSING</source>
        <translation>应答缺失</translation>
    </message>
    <message>
        <source>BREAKS OFF</source>
        <translation>频繁中断</translation>
    </message>
    <message>
        <source>SLOW</source>
        <translation>缓慢</translation>
    </message>
    <message>
        <source>WEAK</source>
        <translation>信号弱</translation>
    </message>
    <message>
        <source>Good: {failed} of {n} requests failed {span}.</source>
        <translation>良好：{span} {n} 次请求中失败 {failed} 次。</translation>
    </message>
    <message>
        <source>Too little to judge yet: {n} requests {span}.</source>
        <translation>数据太少，暂无法判断：{span}仅 {n} 次请求。</translation>
    </message>
    <message>
        <source>This board is read by a library that does not count errors.</source>
        <translation>此保护板由不统计错误的程序库读取。</translation>
    </message>
    <message>
        <source>No answers: {n} requests {span}, none was answered.</source>
        <translation>无应答：{span} {n} 次请求均未得到应答。</translation>
    </message>
    <message>
        <source>Nothing whole comes: {bad} damaged frames, {bytes} stray bytes {span}.</source>
        <translation>收不到完整的帧：{span}有 {bad} 个错误帧、{bytes} 个多余字节。</translation>
    </message>
    <message>
        <source>Frames are damaged: {damaged} % {span}.</source>
        <translation>帧有损坏：{span}为 {damaged} %。</translation>
    </message>
    <message>
        <source>Noise on the line: {bytes} stray bytes, {errors} % of the requests failed {span}.</source>
        <translation>线路有干扰：{span}有 {bytes} 个多余字节，{errors} % 的请求失败。</translation>
    </message>
    <message>
        <source>Answers are missing: {errors} % of {n} requests {span}.</source>
        <translation>应答缺失：{span} {n} 次请求中有 {errors} % 未应答。</translation>
    </message>
    <message>
        <source>Lost {drops} times within ten minutes.</source>
        <translation>十分钟内连接中断 {drops} 次。</translation>
    </message>
    <message>
        <source>Answers are slow: {latency} ms {span}.</source>
        <translation>应答缓慢：{span}平均 {latency} ms。</translation>
    </message>
    <message>
        <source>Weak signal: {signal} dBm when it was found.</source>
        <translation>信号弱：找到时为 {signal} dBm。</translation>
    </message>
    <message>
        <source>It takes {enough} of them.</source>
        <translation>至少需要 {enough} 次请求。</translation>
    </message>
    <message>
        <source>Only samples a second and the signal are known.</source>
        <translation>只知道每秒采样数和信号强度。</translation>
    </message>
    <message>
        <source>Check plug, address and speed, and whether the board sleeps: a charger, a load or its button wakes it.</source>
        <translation>请检查插头、地址和波特率，以及保护板是否休眠：接充电器、接负载或按其按键可唤醒。</translation>
    </message>
    <message>
        <source>Check baud rate and protocol, whether A and B are swapped, and that nobody else talks.</source>
        <translation>请检查波特率和协议、A 和 B 是否接反，并确认没有其他设备在通信。</translation>
    </message>
    <message>
        <source>Check the cable, the termination (120 Ω at both ends), the ground and power cables beside it. On a long line a lower speed helps.</source>
        <translation>请检查线缆、终端电阻（两端各 120 Ω）、接地以及旁边的动力线。线路较长时降低波特率有帮助。</translation>
    </message>
    <message>
        <source>Check ground, termination and bias resistors, and that no second program or device talks on this line.</source>
        <translation>请检查接地、终端电阻和偏置电阻，并确认此线路上没有其他程序或设备在通信。</translation>
    </message>
    <message>
        <source>Check the plugs and the supply of the board, and that no other board has its address. A busy board skips some too.</source>
        <translation>请检查插头和保护板供电，并确认没有其他保护板使用同一地址。保护板繁忙时也会漏答。</translation>
    </message>
    <message>
        <source>Check plug and adapter; a loose USB cable or a hub without power does this.</source>
        <translation>请检查插头和适配器；USB 线松动或集线器供电不足会造成这种情况。</translation>
    </message>
    <message>
        <source>The board or a converter takes its time. Check the packet delay of the converter and how many devices share the line.</source>
        <translation>保护板或转换器响应慢。请检查转换器的打包延时，以及有多少设备共用此线路。</translation>
    </message>
    <message>
        <source>Connected, but the board behind the module is silent: it may sleep. A charger, a load or its button wakes it.</source>
        <translation>已连接，但模块后面的保护板没有应答，可能在休眠。接充电器、接负载或按其按键可唤醒。</translation>
    </message>
    <message>
        <source>Radio repairs its own errors: check the wires between Bluetooth module and board.</source>
        <translation>无线部分会自行纠错：请检查蓝牙模块与保护板之间的连线。</translation>
    </message>
    <message>
        <source>Come nearer, or take metal out of the way. A busy board skips some too.</source>
        <translation>请靠近一些，或移开中间的金属物。保护板繁忙时也会漏答。</translation>
    </message>
    <message>
        <source>Come nearer, take metal out of the way, keep other phones off the board.</source>
        <translation>请靠近一些，移开中间的金属物，并避免其他手机连接此保护板。</translation>
    </message>
    <message>
        <source>Come nearer: each packet that is lost on the air is sent again.</source>
        <translation>请靠近一些：空中丢失的数据包都要重发。</translation>
    </message>
    <message>
        <source>Come nearer or take metal out of the way before you write settings.</source>
        <translation>写入参数前请靠近一些，或移开中间的金属物。</translation>
    </message>
    <message>
        <source>Another master asks on this line too; its requests and ours collide.</source>
        <translation>此线路上还有另一个主站在查询，其请求与本软件的请求冲突。</translation>
    </message>
</context>
<context>
    <name>LinkState</name>
    <message>
        <source>Not connected.</source>
        <translation>未连接。</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>The board does not answer.</source>
        <translation>保护板无应答。</translation>
    </message>
    <message>
        <source>The link was cut; the desk reconnects.</source>
        <translation>连接已断开，正在自动重连。</translation>
    </message>
    <message>
        <source>The connection failed.</source>
        <translation>连接失败。</translation>
    </message>
    <message>
        <source>The board does not answer; it is probably asleep.</source>
        <translation>保护板无应答，可能已休眠。</translation>
    </message>
    <message>
        <source>The board answers, but refuses to be read.</source>
        <translation>保护板有应答，但拒绝读取。</translation>
    </message>
    <message>
        <source>The link is released; Ctrl+R takes it back.</source>
        <translation>连接已释放；按 Ctrl+R 重新接管。</translation>
    </message>
    <message>
        <source>This is a recording; nothing can be sent to it.</source>
        <translation>这是录制回放，不能发送任何内容。</translation>
    </message>
</context>
<context>
    <name>ListSaving</name>
    <message>
        <source>Save the listed batteries</source>
        <translation>保存列出的电池</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>逗号分隔值 (*.csv)</translation>
    </message>
    <message>
        <source>batteries</source>
        <translation>电池</translation>
    </message>
</context>
<context>
    <name>LockLine</name>
    <message>
        <source>Writing is locked.</source>
        <translation>写入已锁定。</translation>
    </message>
    <message>
        <source>Unlock writing</source>
        <translation>解锁写入</translation>
    </message>
</context>
<context>
    <name>LoginForm</name>
    <message>
        <source>Kind of server</source>
        <translation>服务器类型</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>Code of the authenticator</source>
        <translation>验证器的验证码</translation>
    </message>
    <message>
        <source>Use the authenticator instead</source>
        <translation>改用验证器</translation>
    </message>
    <message>
        <source>Use a recovery code instead</source>
        <translation>改用恢复码</translation>
    </message>
    <message>
        <source>{server} would be reached without encryption: everybody on the way could read the password and all that follows. Nothing was sent yet.</source>
        <translation>将以不加密方式连接 {server}：途中任何人都能看到密码及之后的所有内容。尚未发送任何数据。</translation>
    </message>
    <message>
        <source>I trust this network: log in without encryption</source>
        <translation>我信任此网络：不加密登录</translation>
    </message>
    <message>
        <source>Stay logged in by a file that only this user can read</source>
        <translation>用仅本用户可读的文件保持登录</translation>
    </message>
    <message>
        <source>The password is kept nowhere; the login goes into the keyring of the system.</source>
        <translation>密码不会保存；登录信息存入系统密钥环。</translation>
    </message>
    <message>
        <source>The password is kept nowhere. This computer has no keyring: without the file the login ends with this window.</source>
        <translation>密码不会保存。本机没有密钥环：若不使用文件，登录随此窗口结束。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Log in ({seconds} s)</source>
        <translation>登录（{seconds} 秒）</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>登录</translation>
    </message>
</context>
<context>
    <name>LoginPage</name>
    <message>
        <source>Log in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Back to the fleet</source>
        <translation>返回车队</translation>
    </message>
</context>
<context>
    <name>LoginRow</name>
    <message>
        <source>logged out</source>
        <translation>已退出</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Log in…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>Forget this login</source>
        <translation>忘记此登录</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>忘记</translation>
    </message>
    <message>
        <source>Logs out too, and takes it off this list</source>
        <translation>同时退出登录，并从列表中移除</translation>
    </message>
</context>
<context>
    <name>Map</name>
    <message>
        <source>Sample map (not a real place)</source>
        <translation>示例地图（非真实地点）</translation>
    </message>
    <message>
        <source>Sample map, not a real place</source>
        <translation>示例地图，非真实地点</translation>
    </message>
    <message>
        <source>Map file (MBTiles, PMTiles)…</source>
        <translation>地图文件（MBTiles、PMTiles）…</translation>
    </message>
    <message>
        <source>OpenStreetMap, from the internet</source>
        <translation>OpenStreetMap（在线）</translation>
    </message>
    <message>
        <source>© OpenStreetMap contributors</source>
        <translation>© OpenStreetMap 贡献者</translation>
    </message>
    <message>
        <source>Tianditu, with a key of your own…</source>
        <translation>天地图，使用自己的密钥…</translation>
    </message>
    <message>
        <source>© Tianditu (National Platform, China)</source>
        <translation>© 天地图（国家地理信息公共服务平台）</translation>
    </message>
    <message>
        <source>Own tile server…</source>
        <translation>自有瓦片服务器…</translation>
    </message>
    <message>
        <source>It has to begin with https:// or http://.</source>
        <translation>必须以 https:// 或 http:// 开头。</translation>
    </message>
    <message>
        <source>It names no server.</source>
        <translation>缺少服务器名。</translation>
    </message>
    <message>
        <source>It needs the places {z}, {x} and {y}, and no others.</source>
        <translation>必须且只能包含占位符 {z}、{x} 和 {y}。</translation>
    </message>
    <message>
        <source>It has a place for a key, and the key is missing.</source>
        <translation>地址中有密钥位置，但未填密钥。</translation>
    </message>
    <message>
        <source>WGS-84 (GPS, OpenStreetMap)</source>
        <translation>WGS-84（GPS、OpenStreetMap）</translation>
    </message>
    <message>
        <source>GCJ-02 (maps of China)</source>
        <translation>GCJ-02（国内地图）</translation>
    </message>
    <message>
        <source>BD-09 (Baidu)</source>
        <translation>BD-09（百度）</translation>
    </message>
    <message>
        <source>Nearer</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>asleep</source>
        <translation>休眠</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>已到期</translation>
    </message>
    <message>
        <source>not enabled</source>
        <translation>未启用</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Fences</source>
        <translation>围栏</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>More…</source>
        <translation>更多…</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Open alarms</source>
        <translation>未结束告警</translation>
    </message>
    <message>
        <source>SOC</source>
        <translation>SOC</translation>
    </message>
    <message>
        <source>Voltage</source>
        <translation>电压</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>{n} batteries: {parts}</source>
        <translation>{n} 块电池：{parts}</translation>
    </message>
    <message>
        <source>{n} batteries on one spot</source>
        <translation>同一位置有 {n} 块电池</translation>
    </message>
    <message>
        <source>and {n} more, see the list of the fleet</source>
        <translation>另有 {n} 块，见车队列表</translation>
    </message>
    <message>
        <source>alarm</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>{n} with an alarm</source>
        <translation>{n} 块告警</translation>
    </message>
    <message>
        <source>{n} offline</source>
        <translation>{n} 块离线</translation>
    </message>
    <message>
        <source>{n} asleep</source>
        <translation>{n} 块休眠</translation>
    </message>
    <message>
        <source>{n} online</source>
        <translation>{n} 块在线</translation>
    </message>
    <message>
        <source>asking…</source>
        <translation>查询中…</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>电流</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Last report</source>
        <translation>最近上报</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Last position</source>
        <translation>最近位置</translation>
    </message>
    <message>
        <source>This board reports no position.</source>
        <translation>本保护板不上报位置。</translation>
    </message>
    <message>
        <source>Not located yet</source>
        <translation>尚未定位</translation>
    </message>
    <message>
        <source>Not located now, the last position is shown</source>
        <translation>当前未定位，显示最近的位置</translation>
    </message>
    <message>
        <source>{n} satellites in view, waiting for a fix.</source>
        <translation>可见 {n} 颗卫星，正在等待定位。</translation>
    </message>
    <message>
        <source>Waiting for a fix; under an open sky it takes a minute.</source>
        <translation>正在等待定位；在开阔处约需一分钟。</translation>
    </message>
    <message>
        <source>Not logged in</source>
        <translation>未登录</translation>
    </message>
    <message>
        <source>Log in to a server to see its batteries here, or connect one to this computer.</source>
        <translation>登录服务器后，其电池会显示在这里；也可以把电池连接到本机。</translation>
    </message>
    <message>
        <source>The list of the fleet comes in…</source>
        <translation>正在读取车队列表…</translation>
    </message>
    <message>
        <source>No battery of the fleet has told where it is.</source>
        <translation>车队中还没有电池上报位置。</translation>
    </message>
    <message>
        <source>A tracker tells once it has a fix under an open sky.</source>
        <translation>定位器在开阔处定位后即会上报。</translation>
    </message>
    <message>
        <source>This battery has not told where it is.</source>
        <translation>该电池尚未上报位置。</translation>
    </message>
    <message>
        <source>This battery is not in this fleet any more.</source>
        <translation>该电池已不在此车队中。</translation>
    </message>
    <message>
        <source>No link to the server; places as they were {age}</source>
        <translation>与服务器断开；显示 {age} 的位置</translation>
    </message>
    <message>
        <source>It is tried again by itself.</source>
        <translation>会自动重试。</translation>
    </message>
    <message>
        <source>The login has ended; places as they were {age}</source>
        <translation>登录已失效；显示 {age} 的位置</translation>
    </message>
    <message>
        <source>Log in again under Account.</source>
        <translation>请在“账户”中重新登录。</translation>
    </message>
    <message>
        <source>Drag to move</source>
        <translation>拖动以移动</translation>
    </message>
    <message>
        <source>Drag to change the radius</source>
        <translation>拖动以改变半径</translation>
    </message>
    <message>
        <source>Drag the corner; Delete removes it</source>
        <translation>拖动顶点；Delete 删除</translation>
    </message>
    <message>
        <source>Drag to add a corner</source>
        <translation>拖动以增加顶点</translation>
    </message>
    <message>
        <source>Press at the middle and drag, or click the middle and then the rim. Esc cancels.</source>
        <translation>在圆心按下并拖动，或先点圆心再点圆周。Esc 取消。</translation>
    </message>
    <message>
        <source>Click the corners; a double click or Enter ends, Backspace takes one back, Esc cancels.</source>
        <translation>逐个点击顶点；双击或回车结束，退格撤回一个，Esc 取消。</translation>
    </message>
    <message>
        <source>Click the place. Esc cancels.</source>
        <translation>点击位置。Esc 取消。</translation>
    </message>
</context>
<context>
    <name>MapPanel</name>
    <message>
        <source>Keep the selected device or battery in the middle</source>
        <translation>让所选设备或电池保持居中</translation>
    </message>
    <message>
        <source>Show the whole track, or all batteries</source>
        <translation>显示整条轨迹或全部电池</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Log in…</source>
        <translation>登录…</translation>
    </message>
    <message>
        <source>Devices…</source>
        <translation>设备…</translation>
    </message>
    <message>
        <source>Choose the map</source>
        <translation>选择地图</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
</context>
<context>
    <name>Menu</name>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Find a setting or command…</source>
        <translation>查找参数或命令…</translation>
    </message>
    <message>
        <source>Connect…</source>
        <translation>连接…</translation>
    </message>
    <message>
        <source>Open recording…</source>
        <translation>打开录制文件…</translation>
    </message>
    <message>
        <source>Read all</source>
        <translation>全部读取</translation>
    </message>
    <message>
        <source>Release the link, or take it back</source>
        <translation>释放或重新接管连接</translation>
    </message>
    <message>
        <source>Share with support…</source>
        <translation>共享给技术支持…</translation>
    </message>
    <message>
        <source>Comment here…</source>
        <translation>在此处备注…</translation>
    </message>
    <message>
        <source>Lock or unlock writing</source>
        <translation>锁定或解锁写入</translation>
    </message>
    <message>
        <source>Sign in or out</source>
        <translation>登录或退出登录</translation>
    </message>
    <message>
        <source>Review and write…</source>
        <translation>核对并写入…</translation>
    </message>
    <message>
        <source>Undo the last write…</source>
        <translation>撤销上次写入…</translation>
    </message>
    <message>
        <source>Save settings as a file…</source>
        <translation>将设置保存为文件…</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>恢复默认布局</translation>
    </message>
    <message>
        <source>Roles…</source>
        <translation>角色…</translation>
    </message>
    <message>
        <source>Help and keyboard</source>
        <translation>帮助与快捷键</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Temperatures</source>
        <translation>温度单位</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
</context>
<context>
    <name>Mileage</name>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>km</source>
        <translation>公里</translation>
    </message>
    <message>
        <source>Trips</source>
        <translation>行程</translation>
    </message>
    <message>
        <source>Wh</source>
        <translation>Wh</translation>
    </message>
    <message>
        <source>Wh/km</source>
        <translation>Wh/km</translation>
    </message>
    <message>
        <source>Watched</source>
        <translation>监测</translation>
    </message>
    <message>
        <source>all of it</source>
        <translation>全程</translation>
    </message>
    <message>
        <source>? not all</source>
        <translation>? 不完整</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>总计</translation>
    </message>
</context>
<context>
    <name>MileagePanel</name>
    <message>
        <source>Save mileage</source>
        <translation>保存里程</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>日</translation>
    </message>
    <message>
        <source>Weeks</source>
        <translation>周</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>月</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>更早</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>更晚</translation>
    </message>
    <message>
        <source>Save or copy the table</source>
        <translation>保存或复制表格</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>保存为 CSV…</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>复制为 CSV</translation>
    </message>
    <message>
        <source>Mileage by period; Enter opens the track of a day</source>
        <translation>各时段里程；按回车打开当日轨迹</translation>
    </message>
    <message>
        <source>Mileage by period</source>
        <translation>各时段里程</translation>
    </message>
    <message>
        <source>Reading the mileage…</source>
        <translation>正在读取里程…</translation>
    </message>
    <message>
        <source>This cloud does not count mileage</source>
        <translation>此云端不统计里程</translation>
    </message>
    <message>
        <source>No battery chosen</source>
        <translation>未选择电池</translation>
    </message>
    <message>
        <source>Choose one in the list or on the map.</source>
        <translation>请在列表或地图上选择一块。</translation>
    </message>
    <message>
        <source>Nothing was ridden</source>
        <translation>没有行驶记录</translation>
    </message>
    <message>
        <source>Go to an earlier page.</source>
        <translation>请翻到更早的一页。</translation>
    </message>
    <message>
        <source>No mileage read yet</source>
        <translation>尚未读取里程</translation>
    </message>
    <message>
        <source>Read the mileage</source>
        <translation>读取里程</translation>
    </message>
    <message numerus="yes">
        <source>%n trip(s)</source>
        <translation>
            <numerusform>%n 次行程</numerusform>
        </translation>
    </message>
    <message>
        <source>Days of the zone of the battery.</source>
        <translation>按电池所在时区的日期统计。</translation>
    </message>
    <message>
        <source>Days of the zone of this machine, {zone}.</source>
        <translation>按本机时区 {zone} 的日期统计。</translation>
    </message>
    <message>
        <source>nothing known</source>
        <translation>无数据</translation>
    </message>
    <message>
        <source>Watched: {how}</source>
        <translation>监测：{how}</translation>
    </message>
    <message>
        <source>The tracker tells no odometer.</source>
        <translation>定位器未上报总里程表。</translation>
    </message>
    <message>
        <source>Odometer of the tracker: {km} km, proven by its tracks.</source>
        <translation>定位器总里程表：{km} km，已由轨迹验证。</translation>
    </message>
    <message>
        <source>? Odometer of the tracker: {km} km, not proven: take it with care.</source>
        <translation>? 定位器总里程表：{km} km，未经验证，仅供参考。</translation>
    </message>
</context>
<context>
    <name>NavigateDialog</name>
    <message>
        <source>Navigate to {number}</source>
        <translation>导航到 {number}</translation>
    </message>
</context>
<context>
    <name>NavigatePage</name>
    <message>
        <source>Map app</source>
        <translation>地图应用</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>Scan it with the phone that shall lead the way.</source>
        <translation>请用导航的手机扫描。</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>QR code with the link</source>
        <translation>含链接的二维码</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>No way there</source>
        <translation>无法导航</translation>
    </message>
    <message>
        <source>Nobody knows how old this position is.</source>
        <translation>不知道此位置的时间。</translation>
    </message>
    <message>
        <source>This position is old: the battery may be elsewhere by now.</source>
        <translation>此位置已过时：电池现在可能在别处。</translation>
    </message>
    <message>
        <source>This link opens an app on the phone.</source>
        <translation>此链接在手机上打开应用。</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>AMap, riding (browser or app)</source>
        <translation>高德地图，骑行（浏览器或应用）</translation>
    </message>
    <message>
        <source>AMap app, electric bike</source>
        <translation>高德地图应用，电动车</translation>
    </message>
    <message>
        <source>Baidu Maps app, riding</source>
        <translation>百度地图应用，骑行</translation>
    </message>
    <message>
        <source>Google Maps</source>
        <translation>Google 地图</translation>
    </message>
    <message>
        <source>Apple Maps</source>
        <translation>Apple 地图</translation>
    </message>
    <message>
        <source>OpenStreetMap (browser)</source>
        <translation>OpenStreetMap（浏览器）</translation>
    </message>
    <message>
        <source>Any map app (geo: link)</source>
        <translation>任意地图应用（geo: 链接）</translation>
    </message>
    <message>
        <source>This battery is not in the fleet (any more).</source>
        <translation>此电池不在（或已不在）车队中。</translation>
    </message>
    <message>
        <source>It has not reported a position yet. Ask it by the command Locate.</source>
        <translation>它还没有报告过位置。可用“定位”指令查询。</translation>
    </message>
    <message>
        <source>It reports latitude 0, longitude 0: its tracker has no fix. Nobody is led there.</source>
        <translation>它报告纬度 0、经度 0：定位器没有定位。不会导航到那里。</translation>
    </message>
    <message>
        <source>Bicycle</source>
        <translation>骑行</translation>
    </message>
    <message>
        <source>Car</source>
        <translation>驾车</translation>
    </message>
    <message>
        <source>On foot</source>
        <translation>步行</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{h} h {n} min</source>
        <translation>{h} 小时 {n} 分钟</translation>
    </message>
</context>
<context>
    <name>NextPage</name>
    <message>
        <source>Where packs are plugged in: empty = every serial port that appears</source>
        <translation>电池接入处：留空 = 任何新出现的串口</translation>
    </message>
    <message>
        <source>or the address of an adapter that stays</source>
        <translation>或固定适配器的地址</translation>
    </message>
    <message>
        <source>Address of the adapter</source>
        <translation>适配器地址</translation>
    </message>
    <message>
        <source>Once started, every pack that comes is checked and written without a question.</source>
        <translation>启动后，每个接入的电池都会自动检查并写入，不再询问。</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>报告…</translation>
    </message>
    <message>
        <source>Save the report as JSON, CSV or text</source>
        <translation>将报告保存为 JSON、CSV 或文本</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Next pack: “{name}”</source>
        <translation>下一块电池：“{name}”</translation>
    </message>
    <message>
        <source>done {done} · failed {failed}</source>
        <translation>完成 {done} · 失败 {failed}</translation>
    </message>
    <message>
        <source>✓ Done. Unplug it</source>
        <translation>✓ 完成，请拔下</translation>
    </message>
    <message>
        <source>✗ Failed. Unplug it</source>
        <translation>✗ 失败，请拔下</translation>
    </message>
    <message>
        <source>it was here before</source>
        <translation>此前已处理过</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Plug in the next pack</source>
        <translation>请接入下一块电池</translation>
    </message>
</context>
<context>
    <name>NoteLine</name>
    <message numerus="yes">
        <source>%n numbers were not found:</source>
        <translation>
            <numerusform>有 %n 个编号未找到：</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NotifyFrom</name>
    <message>
        <source>Critical alarms only</source>
        <translation>仅严重告警</translation>
    </message>
    <message>
        <source>Warnings and critical alarms</source>
        <translation>警告和严重告警</translation>
    </message>
    <message>
        <source>Every alarm</source>
        <translation>所有告警</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>不通知</translation>
    </message>
</context>
<context>
    <name>NotifySection</name>
    <message>
        <source>Notifications on this computer</source>
        <translation>本机通知</translation>
    </message>
    <message>
        <source>Notify of</source>
        <translation>通知内容</translation>
    </message>
    <message>
        <source>With a sound</source>
        <translation>带声音</translation>
    </message>
    <message>
        <source>Which alarms are raised at all is switched in the panel Alarms, for everybody.</source>
        <translation>哪些告警会产生，在“告警”面板中为所有人统一开关。</translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>applied</source>
        <translation>已生效</translation>
    </message>
    <message>
        <source>clamped</source>
        <translation>被限幅</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>The board reads back {value}.</source>
        <translation>保护板回读为 {value}。</translation>
    </message>
    <message>
        <source>The board stored {value} instead.</source>
        <translation>保护板实际存储为 {value}。</translation>
    </message>
    <message>
        <source>The board kept {value}.</source>
        <translation>保护板保持 {value} 不变。</translation>
    </message>
    <message>
        <source>It could not be read back; read the settings before you rely on it.</source>
        <translation>无法回读；请重新读取参数后再作判断。</translation>
    </message>
    <message>
        <source>{count} applied</source>
        <translation>{count} 项已生效</translation>
    </message>
    <message>
        <source>{count} clamped</source>
        <translation>{count} 项被限幅</translation>
    </message>
    <message>
        <source>{count} refused</source>
        <translation>{count} 项被拒绝</translation>
    </message>
    <message>
        <source>{count} unknown</source>
        <translation>{count} 项未知</translation>
    </message>
    <message>
        <source>The board&apos;s counters were cleared; they are kept in the history.</source>
        <translation>保护板的计数已被清零；原值保存在历史记录中。</translation>
    </message>
    <message>
        <source>The write was interrupted; the Settings panel offers to finish it or to roll it back.</source>
        <translation>写入被中断；设置面板可将其完成或回滚。</translation>
    </message>
    <message>
        <source>Also changed, though not written: {names}.</source>
        <translation>未写入但也发生改变：{names}。</translation>
    </message>
    <message>
        <source>The flag says off, but {amps} A still flowed.</source>
        <translation>状态位显示关，但仍有 {amps} A 电流。</translation>
    </message>
    <message>
        <source>Kept as it was switched; nothing was sent.</source>
        <translation>已保持切换后的状态；未发送任何内容。</translation>
    </message>
    <message>
        <source>Put back by itself, since nobody kept it.</source>
        <translation>无人选择保持，已自动恢复。</translation>
    </message>
    <message>
        <source>It was back before anything had to be sent.</source>
        <translation>发送之前已自行恢复。</translation>
    </message>
    <message>
        <source>Put back by hand.</source>
        <translation>已手动恢复。</translation>
    </message>
    <message>
        <source>The switch was never thrown.</source>
        <translation>开关未曾切换。</translation>
    </message>
    <message>
        <source>It could not be put back.</source>
        <translation>无法恢复。</translation>
    </message>
    <message>
        <source>Done by the server, command {id}.</source>
        <translation>由服务器执行，指令 {id}。</translation>
    </message>
    <message>
        <source>✓ kept</source>
        <translation>✓ 已保持</translation>
    </message>
    <message>
        <source>– not needed</source>
        <translation>– 不需要</translation>
    </message>
</context>
<context>
    <name>OwnerPage</name>
    <message>
        <source>Your server on this computer</source>
        <translation>您的本机服务器</translation>
    </message>
    <message>
        <source>It runs while this window is open, and nothing of it leaves this computer. Its first user owns it; more users can be added later.</source>
        <translation>窗口打开期间运行，数据不离开本机。第一个用户即所有者；以后可添加更多用户。</translation>
    </message>
    <message>
        <source>Name of the company or workshop</source>
        <translation>公司或车间名称</translation>
    </message>
    <message>
        <source>Account to log in with</source>
        <translation>登录账户</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Password once more</source>
        <translation>再次输入密码</translation>
    </message>
    <message>
        <source>I have read the user agreement and accept it</source>
        <translation>我已阅读并同意用户协议</translation>
    </message>
    <message>
        <source>Read the user agreement</source>
        <translation>阅读用户协议</translation>
    </message>
    <message>
        <source>Make the account</source>
        <translation>创建账户</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message numerus="yes">
        <source>%n more character(s) needed</source>
        <translation>
            <numerusform>还需 %n 个字符</numerusform>
        </translation>
    </message>
    <message>
        <source>The two passwords are not the same.</source>
        <translation>两次输入的密码不一致。</translation>
    </message>
    <message numerus="yes">
        <source>At least %n characters; several words are a good one.</source>
        <translation>
            <numerusform>至少 %n 个字符；几个词组合就是好密码。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Find a setting, command, panel or device</source>
        <translation>查找参数、命令、面板或设备</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>查找结果</translation>
    </message>
    <message>
        <source>Nothing has these letters in its name.</source>
        <translation>没有名称包含这些字的项目。</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>单体</translation>
    </message>
    <message>
        <source>Plot</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Control</source>
        <translation>控制</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Extend</source>
        <translation>扩展</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Bank</source>
        <translation>电池组</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>Bench check</source>
        <translation>台架检测</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>维修工单</translation>
    </message>
    <message>
        <source>Fleet</source>
        <translation>车队</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Mileage</source>
        <translation>里程</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Fences</source>
        <translation>围栏</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>电池</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
</context>
<context>
    <name>PartRow</name>
    <message>
        <source>Part</source>
        <translation>配件</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>单价</translation>
    </message>
    <message>
        <source>Price of one</source>
        <translation>单价</translation>
    </message>
    <message>
        <source>Remove this part</source>
        <translation>删除此配件</translation>
    </message>
</context>
<context>
    <name>PartsEditor</name>
    <message>
        <source>Add a part</source>
        <translation>添加配件</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>货币</translation>
    </message>
    <message>
        <source>Sum {sum}</source>
        <translation>合计 {sum}</translation>
    </message>
</context>
<context>
    <name>PasswordSection</name>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Change password…</source>
        <translation>修改密码…</translation>
    </message>
    <message>
        <source>Present password</source>
        <translation>当前密码</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>New password once more</source>
        <translation>再次输入新密码</translation>
    </message>
    <message>
        <source>Change password</source>
        <translation>修改密码</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The password was changed; all other sessions have ended.</source>
        <translation>密码已修改；其他会话均已结束。</translation>
    </message>
    <message numerus="yes">
        <source>%n more character(s) needed</source>
        <translation>
            <numerusform>还需 %n 个字符</numerusform>
        </translation>
    </message>
    <message>
        <source>The two passwords are not the same.</source>
        <translation>两次输入的密码不一致。</translation>
    </message>
    <message>
        <source>This is the present password.</source>
        <translation>这就是当前密码。</translation>
    </message>
    <message numerus="yes">
        <source>At least %n characters. All other sessions end.</source>
        <translation>
            <numerusform>至少 %n 个字符。其他会话都将结束。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Past</name>
    <message>
        <source>The server keeps no history of this board.</source>
        <translation>服务器没有保存这块保护板的历史。</translation>
    </message>
    <message>
        <source>Reading the history…</source>
        <translation>正在读取历史…</translation>
    </message>
    <message>
        <source>The board told nothing on this day.</source>
        <translation>保护板当天没有上报数据。</translation>
    </message>
    <message>
        <source>No cells at this time</source>
        <translation>此时没有单体数据</translation>
    </message>
    <message>
        <source>The board told none in the five minutes before.</source>
        <translation>保护板在此前五分钟内没有上报。</translation>
    </message>
</context>
<context>
    <name>PastBanner</name>
    <message>
        <source>As of {time}</source>
        <translation>{time} 时的数据</translation>
    </message>
    <message>
        <source>History at the cursor of the track, not live</source>
        <translation>轨迹光标处的历史，不是实时数据</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Show what is live again; the track stops playing</source>
        <translation>恢复显示实时数据；轨迹停止播放</translation>
    </message>
</context>
<context>
    <name>Phrase</name>
    <message>
        <source>register {register}</source>
        <translation>寄存器 {register}</translation>
    </message>
    <message>
        <source>register {register}, byte {bytes}</source>
        <translation>寄存器 {register}，字节 {bytes}</translation>
    </message>
    <message>
        <source>register {register}, high byte</source>
        <translation>寄存器 {register}，高字节</translation>
    </message>
    <message>
        <source>register {register}, low byte</source>
        <translation>寄存器 {register}，低字节</translation>
    </message>
    <message>
        <source>register {register}, parameter {number}</source>
        <translation>寄存器 {register}，参数 {number}</translation>
    </message>
    <message>
        <source>register {register} bit {bit}</source>
        <translation>寄存器 {register} 位 {bit}</translation>
    </message>
    <message>
        <source>{register}, byte {bytes}</source>
        <translation>{register}，字节 {bytes}</translation>
    </message>
    <message>
        <source>{register}, high byte</source>
        <translation>{register}，高字节</translation>
    </message>
    <message>
        <source>{register}, low byte</source>
        <translation>{register}，低字节</translation>
    </message>
    <message>
        <source>{register}, parameter {number}</source>
        <translation>{register}，参数 {number}</translation>
    </message>
    <message>
        <source>{register} bit {bit}</source>
        <translation>{register} 位 {bit}</translation>
    </message>
    <message>
        <source>holding {register}</source>
        <translation>保持寄存器 {register}</translation>
    </message>
    <message>
        <source>input {register}</source>
        <translation>输入寄存器 {register}</translation>
    </message>
    <message>
        <source>coil {register}</source>
        <translation>线圈 {register}</translation>
    </message>
    <message>
        <source>discrete {register}</source>
        <translation>离散输入 {register}</translation>
    </message>
    <message>
        <source>{kind}, bit {bit}</source>
        <translation>{kind}，位 {bit}</translation>
    </message>
    <message>
        <source>{kind}, bits {bits}</source>
        <translation>{kind}，位 {bits}</translation>
    </message>
    <message>
        <source>u8, high and low half</source>
        <translation>u8，高 4 位和低 4 位</translation>
    </message>
    <message>
        <source>u16 cells 1-16, u16 cells 17-32, bits</source>
        <translation>按位：u16 单体 1-16，u16 单体 17-32</translation>
    </message>
    <message>
        <source>u16, bits 9-15 year - 2000, 5-8 month, 0-4 day</source>
        <translation>u16，位 9-15 年 - 2000，5-8 月，0-4 日</translation>
    </message>
    <message>
        <source>bits 0-14 × 0.1 mΩ, × 0.01 mΩ with bit 15</source>
        <translation>位 0-14 × 0.1 mΩ，位 15 置位时 × 0.01 mΩ</translation>
    </message>
    <message>
        <source>{scale}, ten times that with bit 12 of register 2D</source>
        <translation>{scale}，寄存器 2D 位 12 置位时再 × 10</translation>
    </message>
    <message>
        <source>bits {bits}, code of {codes}</source>
        <translation>位 {bits}，代码对应 {codes}</translation>
    </message>
    <message>
        <source>bits {bits}, code of {codes} mV over the shunt</source>
        <translation>位 {bits}，代码对应分流电阻压降 {codes} mV</translation>
    </message>
    <message>
        <source>length byte, ASCII</source>
        <translation>长度字节，ASCII</translation>
    </message>
    <message>
        <source>hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>high</source>
        <translation>高字节</translation>
    </message>
    <message>
        <source>high {scale}</source>
        <translation>高字节 {scale}</translation>
    </message>
    <message>
        <source>low</source>
        <translation>低字节</translation>
    </message>
    <message>
        <source>low {scale}</source>
        <translation>低字节 {scale}</translation>
    </message>
    <message>
        <source>{kind} (tower)</source>
        <translation>{kind}（铁塔编码）</translation>
    </message>
    <message>
        <source>{kind} (tower) {scale}</source>
        <translation>{kind}（铁塔编码）{scale}</translation>
    </message>
    <message>
        <source>{kind} (sign_bit)</source>
        <translation>{kind}（符号位）</translation>
    </message>
    <message>
        <source>{kind} (sign_bit) {scale}</source>
        <translation>{kind}（符号位）{scale}</translation>
    </message>
    <message>
        <source>{kind} (bcd)</source>
        <translation>{kind}（BCD）</translation>
    </message>
    <message>
        <source>{kind} (bcd) {scale}</source>
        <translation>{kind}（BCD）{scale}</translation>
    </message>
    <message>
        <source>{what}, every {seconds} s</source>
        <translation>{what}，每 {seconds} 秒</translation>
    </message>
    <message>
        <source>reads coils {first} to {last} of address {address} (Modbus)</source>
        <translation>读取地址 {address} 的线圈 {first} 至 {last}（Modbus）</translation>
    </message>
    <message>
        <source>reads registers {first} to {last} of address {address} (Modbus)</source>
        <translation>读取地址 {address} 的寄存器 {first} 至 {last}（Modbus）</translation>
    </message>
    <message>
        <source>writes coils {first} to {last} of address {address} (Modbus)</source>
        <translation>写入地址 {address} 的线圈 {first} 至 {last}（Modbus）</translation>
    </message>
    <message>
        <source>writes registers {first} to {last} of address {address} (Modbus)</source>
        <translation>写入地址 {address} 的寄存器 {first} 至 {last}（Modbus）</translation>
    </message>
    <message>
        <source>reads basic info (JBD)</source>
        <translation>读取基本信息（JBD）</translation>
    </message>
    <message>
        <source>reads cell voltages (JBD)</source>
        <translation>读取单体电压（JBD）</translation>
    </message>
    <message>
        <source>reads the name (JBD)</source>
        <translation>读取设备名称（JBD）</translation>
    </message>
    <message>
        <source>reads the protection counters (JBD)</source>
        <translation>读取保护计数（JBD）</translation>
    </message>
    <message>
        <source>enters the factory mode (JBD)</source>
        <translation>进入工厂模式（JBD）</translation>
    </message>
    <message>
        <source>leaves the factory mode (JBD)</source>
        <translation>退出工厂模式（JBD）</translation>
    </message>
    <message>
        <source>switches the MOSFETs (JBD)</source>
        <translation>切换 MOS 开关（JBD）</translation>
    </message>
    <message>
        <source>reads register {register} (JBD)</source>
        <translation>读取寄存器 {register}（JBD）</translation>
    </message>
    <message>
        <source>writes register {register} (JBD)</source>
        <translation>写入寄存器 {register}（JBD）</translation>
    </message>
    <message>
        <source>basic info</source>
        <translation>基本信息</translation>
    </message>
    <message>
        <source>cell voltages</source>
        <translation>单体电压</translation>
    </message>
    <message>
        <source>counters</source>
        <translation>保护计数</translation>
    </message>
    <message>
        <source>name</source>
        <translation>设备名称</translation>
    </message>
    <message>
        <source>setting {register}</source>
        <translation>参数 {register}</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>扩展参数</translation>
    </message>
    <message>
        <source>parameters from {number}</source>
        <translation>扩展参数 {number} 起</translation>
    </message>
    <message>
        <source>raw bytes</source>
        <translation>原始字节</translation>
    </message>
    <message>
        <source>coils {first} to {last}</source>
        <translation>线圈 {first} 至 {last}</translation>
    </message>
    <message>
        <source>holding registers {first} to {last}</source>
        <translation>保持寄存器 {first} 至 {last}</translation>
    </message>
    <message>
        <source>input registers {first} to {last}</source>
        <translation>输入寄存器 {first} 至 {last}</translation>
    </message>
    <message>
        <source>settings_read</source>
        <translation>读取参数</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>plain ASCII</source>
        <translation>ASCII 文本</translation>
    </message>
    <message>
        <source>a date like 2026-11-22 between 2000 and 2127</source>
        <translation>2000 至 2127 年间的日期（如 2026-11-22）</translation>
    </message>
    <message>
        <source>a value of {kind}</source>
        <translation>{kind} 类型的值</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>off, or seconds up to {seconds}</source>
        <translation>off，或最多 {seconds} 的秒数</translation>
    </message>
    <message>
        <source>{number} bytes, at least {least} are needed</source>
        <translation>只有 {number} 字节，至少需要 {least} 字节</translation>
    </message>
    <message>
        <source>{number} bytes instead of {least}</source>
        <translation>{number} 字节，应为 {least} 字节</translation>
    </message>
    <message>
        <source>{number} bytes are no whole number of cells</source>
        <translation>{number} 字节不是整数个单体</translation>
    </message>
    <message>
        <source>{number} counters, at least {least} are needed</source>
        <translation>只有 {number} 项计数，至少需要 {least} 项</translation>
    </message>
    <message>
        <source>it names {ntcs} sensors, its {number} bytes do not hold them</source>
        <translation>声明有 {ntcs} 个传感器，但 {number} 字节放不下</translation>
    </message>
    <message>
        <source>it is a board of another kind</source>
        <translation>这是另一种保护板</translation>
    </message>
    <message>
        <source>it has no scheme</source>
        <translation>缺少协议前缀</translation>
    </message>
    <message>
        <source>it names no port, host, file or model</source>
        <translation>没有指定端口、主机、文件或型号</translation>
    </message>
    <message>
        <source>tcp needs host:port, the port between 1 and 65535</source>
        <translation>tcp 需要 主机:端口，端口在 1 至 65535 之间</translation>
    </message>
    <message>
        <source>no MBTiles: {error}</source>
        <translation>不是 MBTiles 文件：{error}</translation>
    </message>
    <message>
        <source>it holds no tiles</source>
        <translation>其中没有瓦片</translation>
    </message>
    <message>
        <source>its tiles are no pictures; vector tiles cannot be shown</source>
        <translation>其瓦片不是图片；无法显示矢量瓦片</translation>
    </message>
    <message>
        <source>it is no UTF-8 text</source>
        <translation>不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>it is too large for a profile</source>
        <translation>文件过大，不是寄存器表</translation>
    </message>
    <message>
        <source>no {format} header</source>
        <translation>没有 {format} 文件头</translation>
    </message>
    <message>
        <source>the header lacks a protocol or a valid start time</source>
        <translation>文件头缺少协议或有效的开始时间</translation>
    </message>
    <message>
        <source>not text</source>
        <translation>不是文本</translation>
    </message>
    <message>
        <source>not JSON</source>
        <translation>不是 JSON</translation>
    </message>
    <message>
        <source>not a JSON object</source>
        <translation>不是 JSON 对象</translation>
    </message>
    <message>
        <source>no time or no bytes</source>
        <translation>缺少时间或字节</translation>
    </message>
    <message>
        <source>bad hex</source>
        <translation>十六进制有误</translation>
    </message>
    <message>
        <source>direction is not rx or tx</source>
        <translation>方向不是 rx 或 tx</translation>
    </message>
    <message>
        <source>the history is closed</source>
        <translation>历史记录已关闭</translation>
    </message>
    <message>
        <source>Fences under {metres} m of radius may miss crossings or tell them late: positions between houses are off by as much.</source>
        <translation>半径小于 {metres} m 的围栏可能漏报或晚报进出：楼宇之间的定位误差就有这么大。</translation>
    </message>
    <message>
        <source>unknown command or failed</source>
        <translation>未知命令或执行失败</translation>
    </message>
    <message>
        <source>not permitted, factory mode is off or a password is set</source>
        <translation>不允许：未进入工厂模式或设有密码</translation>
    </message>
    <message>
        <source>the board saw a bad checksum</source>
        <translation>保护板收到的校验有误</translation>
    </message>
    <message>
        <source>password wrong</source>
        <translation>密码错误</translation>
    </message>
    <message>
        <source>unknown code</source>
        <translation>未知代码</translation>
    </message>
    <message>
        <source>read</source>
        <translation>读</translation>
    </message>
    <message>
        <source>write</source>
        <translation>写</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>the board does not know this function</source>
        <translation>保护板不支持该功能码</translation>
    </message>
    <message>
        <source>the board has no such register</source>
        <translation>保护板没有该寄存器</translation>
    </message>
    <message>
        <source>the board does not take this value</source>
        <translation>保护板不接受该数值</translation>
    </message>
    <message>
        <source>the board could not do it</source>
        <translation>保护板执行失败</translation>
    </message>
    <message>
        <source>the board is still at it</source>
        <translation>保护板仍在执行</translation>
    </message>
    <message>
        <source>the board is busy</source>
        <translation>保护板忙</translation>
    </message>
    <message>
        <source>settling</source>
        <translation>正在稳定</translation>
    </message>
    <message>
        <source>stable</source>
        <translation>稳定</translation>
    </message>
    <message>
        <source>drifting</source>
        <translation>漂移</translation>
    </message>
    <message>
        <source>noisy</source>
        <translation>跳动</translation>
    </message>
    <message>
        <source>the board</source>
        <translation>保护板</translation>
    </message>
    <message>
        <source>the meter</source>
        <translation>仪表</translation>
    </message>
</context>
<context>
    <name>PinLine</name>
    <message>
        <source>PIN</source>
        <translation>PIN 码</translation>
    </message>
    <message>
        <source>PIN of the Bluetooth module</source>
        <translation>蓝牙模块的 PIN 码</translation>
    </message>
    <message>
        <source>Keep in the keyring</source>
        <translation>保存到系统密钥环</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>PlaceRows</name>
    <message>
        <source>Serial ports</source>
        <translation>串口</translation>
    </message>
    <message>
        <source>Bluetooth</source>
        <translation>蓝牙</translation>
    </message>
    <message>
        <source>{baud} baud</source>
        <translation>{baud} 波特</translation>
    </message>
    <message>
        <source>listening who announces itself</source>
        <translation>正在监听广播</translation>
    </message>
    <message>
        <source>listening who talks</source>
        <translation>正在监听通信</translation>
    </message>
    <message>
        <source>{what}, address {n}?</source>
        <translation>{what}，地址 {n}？</translation>
    </message>
    <message>
        <source>{what} answers, reading it</source>
        <translation>{what} 有应答，正在读取</translation>
    </message>
    <message>
        <source>{what}?</source>
        <translation>{what}？</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>正在打开</translation>
    </message>
</context>
<context>
    <name>Plot</name>
    <message>
        <source>Choose values…</source>
        <translation>选择数值…</translation>
    </message>
    <message>
        <source>Crosshair</source>
        <translation>十字线</translation>
    </message>
    <message>
        <source>Range between two cursors</source>
        <translation>双光标区间</translation>
    </message>
    <message>
        <source>Mean, lowest and highest of the range</source>
        <translation>区间平均、最低和最高</translation>
    </message>
    <message>
        <source>A strip for each unit</source>
        <translation>按单位分栏</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Fit the axes to what is seen</source>
        <translation>坐标轴适应可见数据</translation>
    </message>
    <message>
        <source>Show the whole time</source>
        <translation>显示全部时间</translation>
    </message>
    <message>
        <source>Stop the picture</source>
        <translation>定格画面</translation>
    </message>
    <message>
        <source>Save the shown values as CSV…</source>
        <translation>将显示的数值存为 CSV…</translation>
    </message>
    <message>
        <source>What can be done with the plot</source>
        <translation>曲线操作</translation>
    </message>
    <message>
        <source>{text} ({key})</source>
        <translation>{text}（{key}）</translation>
    </message>
    <message>
        <source>change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>lowest</source>
        <translation>最低</translation>
    </message>
    <message>
        <source>highest</source>
        <translation>最高</translation>
    </message>
    <message>
        <source>{begin} to {end}: {span}</source>
        <translation>{begin} 至 {end}：{span}</translation>
    </message>
    <message>
        <source>Save the shown values</source>
        <translation>保存显示的数值</translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>整组</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>单体</translation>
    </message>
    <message>
        <source>Temperatures</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Tracker</source>
        <translation>定位器</translation>
    </message>
    <message>
        <source>Extras of this board</source>
        <translation>本保护板特有</translation>
    </message>
    <message>
        <source>Cell {n}</source>
        <translation>单体 {n}</translation>
    </message>
    <message>
        <source>Worst cell</source>
        <translation>最差单体</translation>
    </message>
    <message>
        <source>Worst cell ({n})</source>
        <translation>最差单体（{n}）</translation>
    </message>
    <message>
        <source>Pack voltage</source>
        <translation>总电压</translation>
    </message>
</context>
<context>
    <name>PlotPanel</name>
    <message>
        <source>Choose values…</source>
        <translation>选择数值…</translation>
    </message>
    <message>
        <source>Plot of the chosen values</source>
        <translation>所选数值的曲线</translation>
    </message>
    <message>
        <source>This board reports no status.</source>
        <translation>本保护板不上报状态。</translation>
    </message>
    <message>
        <source>Loading the recording…</source>
        <translation>正在加载录制文件…</translation>
    </message>
    <message>
        <source>Choose values here, or click a cell.</source>
        <translation>请在此选择数值，或点击一个单体。</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>未选择数值</translation>
    </message>
    <message>
        <source>Choose others: what it does not report is grey in the list.</source>
        <translation>请选择其他数值：不上报的项在列表中显示为灰色。</translation>
    </message>
    <message>
        <source>This board reports none of the chosen values.</source>
        <translation>本保护板不上报所选的任何数值。</translation>
    </message>
    <message>
        <source>Whole</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Show all of it again</source>
        <translation>重新显示全部</translation>
    </message>
    <message>
        <source>Follow the newest values again (double click)</source>
        <translation>重新跟随最新数值（双击）</translation>
    </message>
</context>
<context>
    <name>PortQuestion</name>
    <message>
        <source>{program} asks for {port}</source>
        <translation>{program} 请求使用 {port}</translation>
    </message>
    <message>
        <source>Release the port for it? What is being written ends first, and the desk takes the port back by itself when the other is done.</source>
        <translation>是否为其释放端口？正在进行的写入会先完成；对方用完后，软件会自动重新接管端口。</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>释放</translation>
    </message>
    <message>
        <source>Keep ({seconds} s)</source>
        <translation>保留（{seconds} 秒）</translation>
    </message>
</context>
<context>
    <name>PreparePage</name>
    <message>
        <source>Measures the direct current resistance of each cell with a load you connect: a lamp, a heater, an electronic load; a charger does as well. Nothing is sent to the board.</source>
        <translation>用您接上的负载测量每个单体的直流内阻：灯泡、加热器、电子负载均可，充电器也行。不向保护板写入任何内容。</translation>
    </message>
    <message>
        <source>{rest} s of rest, then {load} s with the load, then {recovery} s of rest. Charger and every consumer off before; the switches of the board on. The page says when to connect and remove the load, and sees by the current that it was done.</source>
        <translation>静置 {rest} s，带载 {load} s，再静置 {recovery} s。开始前断开充电器和所有用电器，保护板的开关保持接通。页面会提示何时接上和断开负载，并由电流自动识别。</translation>
    </message>
    <message>
        <source>The load is on already</source>
        <translation>负载已经接上</translation>
    </message>
    <message>
        <source>No rest before it: only its removal is measured, which is less certain</source>
        <translation>之前没有静置：只测断开的瞬间，准确度较低</translation>
    </message>
    <message>
        <source>Start the check</source>
        <translation>开始检测</translation>
    </message>
    <message>
        <source>Load: at least {least} A; the capacity of this pack is not known.</source>
        <translation>负载：至少 {least} A；此电池的容量未知。</translation>
    </message>
    <message>
        <source>Load: about {good} A (0.2 C), at least {least} A.</source>
        <translation>负载：约 {good} A（0.2 C），至少 {least} A。</translation>
    </message>
    <message>
        <source>Now: {amps}, {celsius}, {soc} charge</source>
        <translation>当前：{amps}，{celsius}，电量 {soc}</translation>
    </message>
</context>
<context>
    <name>PresetPage</name>
    <message>
        <source>Presets: a proposal from the maker&apos;s data sheet</source>
        <translation>预设：根据厂家规格书的建议值</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>电芯</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>电池</translation>
    </message>
    <message>
        <source>in series</source>
        <translation>串</translation>
    </message>
    <message>
        <source>in parallel</source>
        <translation>并</translation>
    </message>
    <message>
        <source>Cells in series</source>
        <translation>串联数</translation>
    </message>
    <message>
        <source>Cells in parallel</source>
        <translation>并联数</translation>
    </message>
    <message>
        <source>Compare and take over</source>
        <translation>比较并采用</translation>
    </message>
    <message>
        <source>{chemistry} · Source: {source}</source>
        <translation>{chemistry} · 来源：{source}</translation>
    </message>
    <message>
        <source>Limits of current are those of the cells; the board&apos;s own are never raised by them.</source>
        <translation>电流限值为电芯的限值；不会因此提高保护板自身的限值。</translation>
    </message>
</context>
<context>
    <name>ProfileSection</name>
    <message>
        <source>Name and language</source>
        <translation>姓名和语言</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的姓名</translation>
    </message>
    <message>
        <source>Language of messages from the server</source>
        <translation>服务器消息的语言</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Show this window in {language} too</source>
        <translation>此窗口也使用 {language}</translation>
    </message>
</context>
<context>
    <name>RankList</name>
    <message>
        <source>cell {n}</source>
        <translation>单体 {n}</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>单体</translation>
    </message>
    <message>
        <source>mΩ</source>
        <translation>mΩ</translation>
    </message>
    <message>
        <source>to others</source>
        <translation>与其他比</translation>
    </message>
    <message>
        <source>sag, mV</source>
        <translation>压降 mV</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>判定</translation>
    </message>
</context>
<context>
    <name>ReadWarnings</name>
    <message>
        <source>I have read the warnings</source>
        <translation>我已阅读警告</translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>This value is shown for support; it is changed through its decoded fields.</source>
        <translation>该值仅供技术支持查看；请通过解码后的各项修改。</translation>
    </message>
    <message>
        <source>The front-end chip of this board is not known; add ic=ti to its address if it is a TI one.</source>
        <translation>本保护板的前端芯片未知；如为 TI 芯片，请在地址中加上 ic=ti。</translation>
    </message>
    <message>
        <source>The shunt of this board is not known, so amperes cannot be set.</source>
        <translation>本保护板的分流电阻未知，无法设置电流值。</translation>
    </message>
    <message>
        <source>No document says exactly what this value does, so it is only shown.</source>
        <translation>没有文档确切说明该值的作用，因此仅供查看。</translation>
    </message>
    <message>
        <source>No document says how the board keeps this text, so it is only shown.</source>
        <translation>没有文档说明保护板如何保存该文本，因此仅供查看。</translation>
    </message>
    <message>
        <source>This board answers the China Tower map only. Settings, counters and switches need the vendor&apos;s register map, which is not public.</source>
        <translation>本保护板只支持中国铁塔寄存器表。设置、计数和开关需要厂商的寄存器表，该表未公开。</translation>
    </message>
    <message>
        <source>Its register map has no place for the residual capacity; set the SOC instead.</source>
        <translation>其寄存器表没有剩余容量的位置；请改为设置 SOC。</translation>
    </message>
    <message>
        <source>read only, by aiobmsble</source>
        <translation>经 aiobmsble 只读</translation>
    </message>
    <message>
        <source>{protocol} tells the status alone; it has no settings, counters or switches.</source>
        <translation>{protocol} 只提供状态，没有设置、统计和开关。</translation>
    </message>
    <message>
        <source>No public source knows a restart command of JBD boards.</source>
        <translation>没有公开资料记载 JBD 保护板的重启命令。</translation>
    </message>
    <message>
        <source>No public source knows a factory reset of JBD boards; write a saved settings file instead.</source>
        <translation>没有公开资料记载 JBD 保护板的恢复出厂命令；请改为写入已保存的设置文件。</translation>
    </message>
    <message>
        <source>JBD boards have no 485 lock; the switches above do what it would do.</source>
        <translation>JBD 保护板没有 485 锁；上面的开关可起到同样作用。</translation>
    </message>
    <message>
        <source>JBD boards report no clock that could be set.</source>
        <translation>JBD 保护板不报告可设置的时钟。</translation>
    </message>
    <message>
        <source>JBD boards answer no question about a place; trackers have a link of their own.</source>
        <translation>JBD 保护板不回答位置查询；定位器有自己的连接。</translation>
    </message>
    <message>
        <source>How this is written has not been published, or not been proven on a board.</source>
        <translation>这项写入的方法没有公开，或还没有在真实保护板上验证过。</translation>
    </message>
    <message>
        <source>This login may look and not change anything; somebody with a higher role can.</source>
        <translation>此登录只能查看，不能更改；更高角色的用户可以。</translation>
    </message>
    <message>
        <source>A server speaks with this board: calibration, bytes as they are, waking and setting the clock are done beside it.</source>
        <translation>此保护板由服务器通信：校准、原始字节、唤醒和校准时钟须在电池旁进行。</translation>
    </message>
    <message>
        <source>What this board speaks is not known yet: “Read now” in Status lets the server find out.</source>
        <translation>尚不知道此保护板使用哪种协议：状态面板中的“立即读取”可让服务器查明。</translation>
    </message>
    <message>
        <source>It needs at least 10 characters.</source>
        <translation>至少需要 10 个字符。</translation>
    </message>
    <message>
        <source>It has more than 256 characters.</source>
        <translation>超过 256 个字符。</translation>
    </message>
    <message>
        <source>It is the login name.</source>
        <translation>与登录名相同。</translation>
    </message>
    <message>
        <source>It is among the first that are tried.</source>
        <translation>属于最先被猜到的密码。</translation>
    </message>
</context>
<context>
    <name>RecentList</name>
    <message>
        <source>Recent</source>
        <translation>最近使用</translation>
    </message>
</context>
<context>
    <name>RecentRow</name>
    <message>
        <source>Forget this address</source>
        <translation>移除该地址</translation>
    </message>
</context>
<context>
    <name>RecordingLine</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录制</translation>
    </message>
    <message>
        <source>Write every byte that crosses this link to a file, from now on</source>
        <translation>从现在起将该链路的所有字节写入文件</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>已保存：{file}</translation>
    </message>
    <message>
        <source>Open the folder of the recordings</source>
        <translation>打开录制文件夹</translation>
    </message>
    <message>
        <source>Show the frames of a captured file…</source>
        <translation>显示抓包文件中的帧…</translation>
    </message>
</context>
<context>
    <name>RecordsPage</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Save the record as text or JSON</source>
        <translation>将记录保存为文本或 JSON</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Text of the record</source>
        <translation>记录文本</translation>
    </message>
    <message>
        <source>No calibration record of this board yet.</source>
        <translation>此保护板还没有校准记录。</translation>
    </message>
    <message>
        <source>Each calibration leaves one, with the instrument and the errors.</source>
        <translation>每次校准都会留下一份记录，包括仪表和误差。</translation>
    </message>
    <message>
        <source>Save the calibration record</source>
        <translation>保存校准记录</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
</context>
<context>
    <name>ReferenceStep</name>
    <message>
        <source>Read a meter</source>
        <translation>读取仪表</translation>
    </message>
    <message>
        <source>Type a reading</source>
        <translation>输入读数</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试读</translation>
    </message>
    <message>
        <source>Ask the meter who it is and what it reads</source>
        <translation>询问仪表的型号和读数</translation>
    </message>
    <message>
        <source>Address of the meter</source>
        <translation>仪表地址</translation>
    </message>
    <message>
        <source>SCPI over TCP or a USB serial port, such as {examples}</source>
        <translation>通过 TCP 或 USB 串口的 SCPI，例如 {examples}</translation>
    </message>
    <message>
        <source>What the meter shows now. Currents as magnitudes, without a sign.</source>
        <translation>仪表当前显示的值。电流取绝对值，不带符号。</translation>
    </message>
    <message>
        <source>Reading of the meter</source>
        <translation>仪表读数</translation>
    </message>
    <message>
        <source>The instrument, for the record</source>
        <translation>仪表信息（写入记录）</translation>
    </message>
    <message>
        <source>Maker</source>
        <translation>厂商</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>型号</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Calibrated until</source>
        <translation>校准有效期至</translation>
    </message>
    <message>
        <source>YYYY-MM-DD</source>
        <translation>YYYY-MM-DD</translation>
    </message>
    <message>
        <source>Use it all the same</source>
        <translation>仍然使用</translation>
    </message>
    <message>
        <source>Its own calibration has run out; the record will say so.</source>
        <translation>仪表自身的校准已过期；记录中会注明。</translation>
    </message>
    <message>
        <source>Without a date nobody can tell later whether the meter was right.</source>
        <translation>没有日期，以后就无法判断仪表是否准确。</translation>
    </message>
</context>
<context>
    <name>Registers</name>
    <message>
        <source>Register</source>
        <translation>寄存器</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>What lives there</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Unsigned</source>
        <translation>无符号</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>有符号</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>二进制</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>换算</translation>
    </message>
    <message>
        <source>Changed, before: {raw}</source>
        <translation>已变化，之前：{raw}</translation>
    </message>
</context>
<context>
    <name>RememberedLogins</name>
    <message>
        <source>Remembered logins</source>
        <translation>已记住的登录</translation>
    </message>
</context>
<context>
    <name>Remote</name>
    <message>
        <source>REPORTED</source>
        <translation>已上报</translation>
    </message>
    <message>
        <source>AWAY</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>SLEEPING</source>
        <translation>休眠</translation>
    </message>
    <message>
        <source>NO SERVER</source>
        <translation>无服务器</translation>
    </message>
    <message>
        <source>Last report {age}</source>
        <translation>最近上报：{age}</translation>
    </message>
    <message>
        <source>Tracker offline, last values {age}</source>
        <translation>定位器离线，最后数值：{age}</translation>
    </message>
    <message>
        <source>Tracker sleeping, last values {age}</source>
        <translation>定位器休眠，最后数值：{age}</translation>
    </message>
    <message>
        <source>Server out of reach, last values {age}</source>
        <translation>服务器无法访问，最后数值：{age}</translation>
    </message>
    <message>
        <source>Tracker offline</source>
        <translation>定位器离线</translation>
    </message>
    <message>
        <source>Tracker sleeping</source>
        <translation>定位器休眠</translation>
    </message>
    <message>
        <source>Server out of reach</source>
        <translation>服务器无法访问</translation>
    </message>
    <message>
        <source>The tracker reports now and then. “Read now” has the board read.</source>
        <translation>定位器定时上报。“立即读取”可读取保护板。</translation>
    </message>
    <message>
        <source>The tracker was last heard {seen}. Nothing can be sent until it is back: it may lack power, coverage or its SIM.</source>
        <translation>最后一次收到定位器：{seen}。恢复之前无法发送：可能没电、无信号或 SIM 卡有问题。</translation>
    </message>
    <message>
        <source>The tracker was last heard {seen}. It wakes by its own clock, a charger, a load or a shake.</source>
        <translation>最后一次收到定位器：{seen}。它按自身时钟唤醒，或由充电器、负载、振动唤醒。</translation>
    </message>
    <message>
        <source>The desk tries again by itself; the battery goes on reporting to the server.</source>
        <translation>软件会自动重试；电池继续向服务器上报。</translation>
    </message>
    <message>
        <source>The tracker was never heard.</source>
        <translation>从未收到过定位器的数据。</translation>
    </message>
    <message>
        <source>No report has come yet. “Read now” has the board read.</source>
        <translation>尚无上报。“立即读取”可读取保护板。</translation>
    </message>
    <message>
        <source>The tracker is offline.</source>
        <translation>定位器离线。</translation>
    </message>
    <message>
        <source>The tracker sleeps.</source>
        <translation>定位器休眠中。</translation>
    </message>
    <message>
        <source>The server is out of reach; the desk tries again.</source>
        <translation>服务器无法访问；软件会重试。</translation>
    </message>
    <message>
        <source>The server takes no commands for it now.</source>
        <translation>服务器目前不接受其指令。</translation>
    </message>
    <message>
        <source>Reading the board</source>
        <translation>读取保护板</translation>
    </message>
    <message>
        <source>Reading the settings</source>
        <translation>读取参数</translation>
    </message>
    <message>
        <source>Reading the counters</source>
        <translation>读取计数器</translation>
    </message>
    <message>
        <source>Writing settings</source>
        <translation>写入参数</translation>
    </message>
    <message>
        <source>Switching</source>
        <translation>切换开关</translation>
    </message>
    <message>
        <source>asking the server</source>
        <translation>正在请求服务器</translation>
    </message>
    <message>
        <source>waiting for its turn</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>the tracker has it</source>
        <translation>定位器已收到</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>not sent in time</source>
        <translation>超时未发送</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>nobody knows</source>
        <translation>结果未知</translation>
    </message>
    <message>
        <source>the server takes few commands a minute, {seconds} s to wait</source>
        <translation>服务器每分钟只接受少量命令，还需等待 {seconds} 秒</translation>
    </message>
    <message>
        <source>CLOUD</source>
        <translation>云端</translation>
    </message>
    <message>
        <source>Measured {time}</source>
        <translation>测量 {time}</translation>
    </message>
    <message>
        <source>At the server {time}</source>
        <translation>服务器收到 {time}</translation>
    </message>
    <message>
        <source>Shown here {time}</source>
        <translation>此处显示 {time}</translation>
    </message>
    <message>
        <source>Fate unknown: command {id}</source>
        <translation>结果未知：指令 {id}</translation>
    </message>
</context>
<context>
    <name>Replay</name>
    <message>
        <source>Open a recording</source>
        <translation>打开录制文件</translation>
    </message>
    <message>
        <source>Recordings (*.jsonl)</source>
        <translation>录制文件 (*.jsonl)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>{what} came</source>
        <translation>{what}出现</translation>
    </message>
    <message>
        <source>{what} went</source>
        <translation>{what}消失</translation>
    </message>
    <message>
        <source>{what} from the start</source>
        <translation>{what}（开始时已有）</translation>
    </message>
    <message>
        <source>{what}: {old} → {new}</source>
        <translation>{what}：{old} → {new}</translation>
    </message>
    <message>
        <source>Nothing recorded for {seconds} s</source>
        <translation>{seconds} 秒无录制数据</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最快</translation>
    </message>
</context>
<context>
    <name>ReplayBar</name>
    <message>
        <source>Cut off in line {n}</source>
        <translation>在第 {n} 行截断</translation>
    </message>
    <message>
        <source>No sample in it</source>
        <translation>没有采样数据</translation>
    </message>
    <message>
        <source>One sample in {n}</source>
        <translation>每 {n} 个采样取 1 个</translation>
    </message>
    <message>
        <source>Who recorded was stopped there; everything before is shown.</source>
        <translation>录制在该处被中断；此前的内容均已显示。</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>暂停（Space）</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>播放（Space）</translation>
    </message>
    <message>
        <source>Loading… {n} %</source>
        <translation>正在加载… {n} %</translation>
    </message>
    <message>
        <source>Previous event (P)</source>
        <translation>上一个事件（P）</translation>
    </message>
    <message>
        <source>Previous sample (←)</source>
        <translation>上一个采样（←）</translation>
    </message>
    <message>
        <source>Next sample (→)</source>
        <translation>下一个采样（→）</translation>
    </message>
    <message>
        <source>Next event (N)</source>
        <translation>下一个事件（N）</translation>
    </message>
    <message>
        <source>Begin again at the end</source>
        <translation>循环播放</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Place in the recording</source>
        <translation>回放位置</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>Bench check</source>
        <translation>台架检测</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>电池</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>负载</translation>
    </message>
    <message>
        <source>{amps} for {seconds}</source>
        <translation>{amps}，{seconds}</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>State of charge</source>
        <translation>荷电状态</translation>
    </message>
    <message>
        <source>Cell {number}: {grade}</source>
        <translation>单体 {number}：{grade}</translation>
    </message>
    <message>
        <source>No cell is outside the band of the others</source>
        <translation>没有单体超出其他单体的范围</translation>
    </message>
    <message>
        <source>No cell could be judged</source>
        <translation>没有单体可以判定</translation>
    </message>
    <message>
        <source>No cell found outside; {count} could not be judged</source>
        <translation>没有发现超出范围的单体；{count} 个无法判定</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>排名</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>单体</translation>
    </message>
    <message>
        <source>Resistance</source>
        <translation>内阻</translation>
    </message>
    <message>
        <source>to the others</source>
        <translation>与其他比</translation>
    </message>
    <message>
        <source>Sag</source>
        <translation>压降</translation>
    </message>
    <message>
        <source>Recovered</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Grade</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Cell {number}: {text}</source>
        <translation>单体 {number}：{text}</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Repair job</source>
        <translation>维修工单</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系方式</translation>
    </message>
    <message>
        <source>Job number</source>
        <translation>工单号</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>open</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>故障描述</translation>
    </message>
    <message>
        <source>Work done</source>
        <translation>处理内容</translation>
    </message>
    <message>
        <source>Readings</source>
        <translation>读数</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>维修前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>维修后</translation>
    </message>
    <message>
        <source>Written to the board</source>
        <translation>写入保护板的内容</translation>
    </message>
    <message>
        <source>Settings that differ</source>
        <translation>有差异的参数</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>配件</translation>
    </message>
    <message>
        <source>Bench check, {time}</source>
        <translation>台架检测，{time}</translation>
    </message>
    <message>
        <source>What</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Old</source>
        <translation>原值</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新值</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>配件</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>单价</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>小计</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Date, signature</source>
        <translation>日期、签名</translation>
    </message>
    <message>
        <source>applied</source>
        <translation>已生效</translation>
    </message>
    <message>
        <source>clamped</source>
        <translation>被限幅</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Voltage, current</source>
        <translation>电压、电流</translation>
    </message>
    <message>
        <source>Charge, remaining, full</source>
        <translation>电量、剩余、满充</translation>
    </message>
    <message>
        <source>Health as the board says</source>
        <translation>保护板报告的健康度</translation>
    </message>
    <message>
        <source>Cycles</source>
        <translation>循环次数</translation>
    </message>
    <message>
        <source>Highest, lowest cell, difference</source>
        <translation>最高、最低单体、压差</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>单体</translation>
    </message>
    <message>
        <source>Temperatures</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Protections and faults</source>
        <translation>保护与故障</translation>
    </message>
    <message>
        <source>Protections counted</source>
        <translation>保护计数</translation>
    </message>
    <message>
        <source>Read at</source>
        <translation>读取时间</translation>
    </message>
</context>
<context>
    <name>Request</name>
    <message>
        <source>another program</source>
        <translation>其他程序</translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>New check</source>
        <translation>新的检测</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>PDF…</source>
        <translation>PDF…</translation>
    </message>
    <message>
        <source>{when} · load {amps} for {seconds} · {celsius} · {soc} charge</source>
        <translation>{when} · 负载 {amps}，{seconds} · {celsius} · 电量 {soc}</translation>
    </message>
</context>
<context>
    <name>ResultStep</name>
    <message>
        <source>Error before</source>
        <translation>校准前误差</translation>
    </message>
    <message>
        <source>Error after</source>
        <translation>校准后误差</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>未读取</translation>
    </message>
    <message>
        <source>The board reads now</source>
        <translation>保护板当前读数</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>允差</translation>
    </message>
    <message>
        <source>Undone: the former correction is in use again.</source>
        <translation>已撤销：之前的修正值重新生效。</translation>
    </message>
    <message>
        <source>Kept as record {n}.</source>
        <translation>已保存为记录 {n}。</translation>
    </message>
    <message>
        <source>No record was kept.</source>
        <translation>未保存记录。</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Writing…</source>
        <translation>正在写入…</translation>
    </message>
    <message>
        <source>What will be written</source>
        <translation>将要写入的内容</translation>
    </message>
    <message>
        <source>Undo…</source>
        <translation>撤销…</translation>
    </message>
    <message>
        <source>Board: {name}, {where}</source>
        <translation>保护板：{name}，{where}</translation>
    </message>
    <message>
        <source>Undo the last write?</source>
        <translation>撤销上次写入？</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>核对</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Writing and reading back…</source>
        <translation>正在写入并回读…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>? Stopped, the result is unknown</source>
        <translation>? 已停止，结果未知</translation>
    </message>
    <message>
        <source>Read the settings to see what the board stored.</source>
        <translation>请读取参数，查看保护板实际存储的值。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Write 1 value</source>
        <translation>写入 1 项</translation>
    </message>
    <message>
        <source>Write {count} values</source>
        <translation>写入 {count} 项</translation>
    </message>
</context>
<context>
    <name>ReviewStep</name>
    <message>
        <source>{name}: steady</source>
        <translation>{name}：已稳定</translation>
    </message>
    <message>
        <source>The board reads</source>
        <translation>保护板读数</translation>
    </message>
    <message>
        <source>The reference is</source>
        <translation>参考值</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>允差</translation>
    </message>
    <message>
        <source>Within tolerance already; calibrating is not needed.</source>
        <translation>已在允差内，无需校准。</translation>
    </message>
    <message>
        <source>Outside of the tolerance.</source>
        <translation>超出允差。</translation>
    </message>
    <message>
        <source>not named</source>
        <translation>未填写</translation>
    </message>
    <message>
        <source>Instrument: {name}</source>
        <translation>仪表：{name}</translation>
    </message>
</context>
<context>
    <name>ReviewTable</name>
    <message>
        <source>Setting</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前值</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新值</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>Role</name>
    <message>
        <source>Observer</source>
        <translation>观察员</translation>
    </message>
    <message>
        <source>Technician</source>
        <translation>技术员</translation>
    </message>
    <message>
        <source>Engineer</source>
        <translation>工程师</translation>
    </message>
    <message>
        <source>Names and codes</source>
        <translation>名称和编码</translation>
    </message>
    <message>
        <source>Settings that change behaviour</source>
        <translation>改变行为的设置</translation>
    </message>
    <message>
        <source>Safety limits</source>
        <translation>安全限值</translation>
    </message>
    <message>
        <source>Switches, lock, restart, clock</source>
        <translation>开关、锁、重启、时钟</translation>
    </message>
    <message>
        <source>Resets, counters, SOC and capacity</source>
        <translation>复位、计数、SOC 和容量</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Raw bytes</source>
        <translation>原始字节</translation>
    </message>
</context>
<context>
    <name>RoleBook</name>
    <message>
        <source>Roles</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>At home roles are off and everybody may do everything. In a shop people sign in, and the journal has their names. This keeps colleagues from mistakes; it is no security system: whoever has the computer can delete its files.</source>
        <translation>在家使用时角色功能关闭，所有人都可进行所有操作。在门店中人员需登录，日志会记下姓名。这可以防止同事误操作，但不是安全系统：能使用这台电脑的人就能删除其文件。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>PIN, {n} or more</source>
        <translation>PIN，至少 {n} 位</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Turn on, as the first engineer</source>
        <translation>启用，作为首位工程师</translation>
    </message>
    <message>
        <source>Sign in as an engineer to change this.</source>
        <translation>请以工程师身份登录后修改。</translation>
    </message>
    <message>
        <source>Role of {name}</source>
        <translation>{name} 的角色</translation>
    </message>
    <message>
        <source>New PIN…</source>
        <translation>新 PIN…</translation>
    </message>
    <message>
        <source>Take {name} out</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Forget all names and PINs</source>
        <translation>清除所有姓名和 PIN</translation>
    </message>
    <message>
        <source>Turn roles off…</source>
        <translation>关闭角色功能…</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>新 PIN</translation>
    </message>
    <message>
        <source>New PIN of {name}</source>
        <translation>{name} 的新 PIN</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>RoutePart</name>
    <message>
        <source>Way on the map</source>
        <translation>地图上的路线</translation>
    </message>
    <message>
        <source>From the workshop</source>
        <translation>从工作间出发</translation>
    </message>
    <message>
        <source>From another battery</source>
        <translation>从另一块电池出发</translation>
    </message>
    <message>
        <source>Where it begins</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Set the workshop on the map</source>
        <translation>在地图上设置工作间位置</translation>
    </message>
    <message>
        <source>Show the way</source>
        <translation>显示路线</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The router is asked</source>
        <translation>正在请求路线</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Place of the workshop</source>
        <translation>工作间位置</translation>
    </message>
    <message>
        <source>Set up a router first.</source>
        <translation>请先设置路径规划服务。</translation>
    </message>
    <message>
        <source>No router is set up; nothing is asked.</source>
        <translation>未设置路径规划服务；不会发出请求。</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Set up a router…</source>
        <translation>设置路径规划服务…</translation>
    </message>
    <message>
        <source>Number, or its last digits</source>
        <translation>编号，或其末几位</translation>
    </message>
    <message>
        <source>Click on the map where the workshop is.</source>
        <translation>请在地图上点击工作间所在位置。</translation>
    </message>
    <message>
        <source>Write it like 22.5431, 114.0579, or set it on the map.</source>
        <translation>格式如 22.5431, 114.0579，也可在地图上设置。</translation>
    </message>
    <message>
        <source>No battery, or several, have this number.</source>
        <translation>没有电池或有多块电池符合此编号。</translation>
    </message>
    <message>
        <source>Nobody knows where that battery is.</source>
        <translation>不知道那块电池的位置。</translation>
    </message>
</context>
<context>
    <name>RouterForm</name>
    <message>
        <source>This router, and no other, learns start and end of a way when you ask for it. Empty: no router is asked.</source>
        <translation>只有此服务会在您请求路线时得知起点和终点。留空：不请求任何服务。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Key, if it needs one</source>
        <translation>密钥（如需要）</translation>
    </message>
    <message>
        <source>As it is kept</source>
        <translation>沿用已保存的密钥</translation>
    </message>
    <message>
        <source>Use this router</source>
        <translation>使用此服务</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>There is no keyring here: the key is kept until this window is closed.</source>
        <translation>此系统没有密钥环：密钥只保留到关闭此窗口。</translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source>Step {n} of 3</source>
        <translation>第 {n} 步，共 3 步</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{amps}, largest sag {sag} mV at cell {n}</source>
        <translation>{amps}，最大压降 {sag} mV，单体 {n}</translation>
    </message>
</context>
<context>
    <name>SagChart</name>
    <message>
        <source>cell {n}</source>
        <translation>单体 {n}</translation>
    </message>
</context>
<context>
    <name>ScheduleEdit</name>
    <message>
        <source>Always</source>
        <translation>始终</translation>
    </message>
    <message>
        <source>At certain hours</source>
        <translation>指定时段</translation>
    </message>
    <message>
        <source>Zone of the battery</source>
        <translation>电池所在时区</translation>
    </message>
    <message>
        <source>When it watches</source>
        <translation>监视时段</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Zone of the hours</source>
        <translation>时段的时区</translation>
    </message>
    <message>
        <source>All day: beginning and end are the same.</source>
        <translation>全天：起止时间相同。</translation>
    </message>
    <message>
        <source>Over midnight: it ends on the next day.</source>
        <translation>跨越午夜：次日结束。</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Read a bar code from a picture</source>
        <translation>从图片读取条码</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.bmp *.webp)</source>
        <translation>图片 (*.png *.jpg *.jpeg *.bmp *.webp)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Number, name, last digits</source>
        <translation>编号、名称、末几位</translation>
    </message>
    <message>
        <source>Find batteries</source>
        <translation>查找电池</translation>
    </message>
    <message>
        <source>Part of a number or name, the last digits, IMEI or SIM, or a pasted list of numbers. Enter opens the battery that was found. A bar code scanner can be used anywhere in this panel.</source>
        <translation>编号或名称的一部分、末几位、IMEI 或 SIM，或粘贴的编号列表。按回车打开找到的电池。在此面板的任何位置都可以使用扫码枪。</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>扫码</translation>
    </message>
    <message>
        <source>Read the bar code of a battery</source>
        <translation>读取电池的条码</translation>
    </message>
    <message>
        <source>By the camera</source>
        <translation>用摄像头</translation>
    </message>
    <message>
        <source>From a picture…</source>
        <translation>从图片…</translation>
    </message>
</context>
<context>
    <name>SecondFactorSection</name>
    <message>
        <source>Second factor</source>
        <translation>两步验证</translation>
    </message>
    <message>
        <source>Present password</source>
        <translation>当前密码</translation>
    </message>
    <message>
        <source>Code that it shows now</source>
        <translation>当前显示的验证码</translation>
    </message>
    <message>
        <source>Turn off…</source>
        <translation>关闭…</translation>
    </message>
    <message>
        <source>Turn on…</source>
        <translation>开启…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Recovery codes</source>
        <translation>恢复码</translation>
    </message>
    <message>
        <source>QR code for the authenticator</source>
        <translation>验证器二维码</translation>
    </message>
    <message>
        <source>On: a login needs the code of your telephone too.</source>
        <translation>已开启：登录还需要手机上的验证码。</translation>
    </message>
    <message>
        <source>Off: whoever has the password can log in.</source>
        <translation>已关闭：知道密码的人即可登录。</translation>
    </message>
    <message>
        <source>The recovery codes are worth nothing then.</source>
        <translation>恢复码将随之失效。</translation>
    </message>
    <message>
        <source>Have a telephone with an authenticator at hand.</source>
        <translation>请准备好装有验证器的手机。</translation>
    </message>
    <message>
        <source>Scan this with the authenticator, or type the key into it.</source>
        <translation>用验证器扫描，或手动输入密钥。</translation>
    </message>
    <message>
        <source>On. Each of these codes logs you in once without the telephone. They are shown only now: keep them where the telephone is not.</source>
        <translation>已开启。每个恢复码可在没有手机时登录一次。仅此一次显示：请存放在手机以外的地方。</translation>
    </message>
    <message>
        <source>Turn off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Turn on</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>I have kept them</source>
        <translation>我已保存</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
</context>
<context>
    <name>SendConsole</name>
    <message>
        <source>✓ Heard after {seconds} s:</source>
        <translation>✓ {seconds} 秒后收到：</translation>
    </message>
    <message>
        <source>? Sent; nobody answered within {seconds} s</source>
        <translation>? 已发送；{seconds} 秒内无应答</translation>
    </message>
    <message>
        <source>× Not sent</source>
        <translation>× 未发送</translation>
    </message>
    <message>
        <source>? It may have been sent</source>
        <translation>? 可能已发送</translation>
    </message>
    <message>
        <source>Sends any bytes. A wrong write can cut the power or lock the pack, and nothing reads it back.</source>
        <translation>可发送任意字节。写错可能断电或锁死电池，且不会回读。</translation>
    </message>
    <message>
        <source>Everything that is sent stands in the journal.</source>
        <translation>所有发送的内容都会记入日志。</translation>
    </message>
    <message>
        <source>Bytes in hex</source>
        <translation>十六进制字节</translation>
    </message>
    <message>
        <source>Bytes to send</source>
        <translation>要发送的字节</translation>
    </message>
    <message>
        <source>Add start and checksum</source>
        <translation>补全起始和校验</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>确认发送</translation>
    </message>
    <message>
        <source>This is no plain read. Send it to the board?</source>
        <translation>不只是读取，仍要发送？</translation>
    </message>
    <message>
        <source>Or in words: {examples}</source>
        <translation>或用命令：{examples}</translation>
    </message>
    <message>
        <source>Write bytes as pairs of 0-9 and A-F.</source>
        <translation>请用成对的 0-9 和 A-F 书写字节。</translation>
    </message>
    <message>
        <source>No frame of this protocol can be made of these bytes.</source>
        <translation>这些字节无法组成该协议的帧。</translation>
    </message>
    <message>
        <source>Not a whole frame of this protocol</source>
        <translation>不是该协议的完整帧</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>正在发送…</translation>
    </message>
</context>
<context>
    <name>SessionLine</name>
    <message>
        <source>an unnamed program</source>
        <translation>未命名的程序</translation>
    </message>
    <message>
        <source>this window · used {time}</source>
        <translation>此窗口 · 使用于 {time}</translation>
    </message>
    <message>
        <source>used {time}</source>
        <translation>使用于 {time}</translation>
    </message>
    <message>
        <source>End</source>
        <translation>结束</translation>
    </message>
</context>
<context>
    <name>SessionsSection</name>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Do you not know one of them? End it and change the password.</source>
        <translation>有不认识的会话？请结束它并修改密码。</translation>
    </message>
</context>
<context>
    <name>Setting</name>
    <message>
        <source>Charge over-current 1</source>
        <translation>充电过流 1</translation>
    </message>
    <message>
        <source>Charge over-current 1 duration</source>
        <translation>充电过流 1 持续时间</translation>
    </message>
    <message>
        <source>Charge over-current 1 recovery</source>
        <translation>充电过流 1 恢复时间</translation>
    </message>
    <message>
        <source>Charge over-current 2</source>
        <translation>充电过流 2</translation>
    </message>
    <message>
        <source>Charge over-current 2 duration</source>
        <translation>充电过流 2 持续时间</translation>
    </message>
    <message>
        <source>Charge over-current 2 recovery</source>
        <translation>充电过流 2 恢复时间</translation>
    </message>
    <message>
        <source>Charge over-current 3</source>
        <translation>充电过流 3</translation>
    </message>
    <message>
        <source>Charge over-current 3 duration</source>
        <translation>充电过流 3 持续时间</translation>
    </message>
    <message>
        <source>Charge over-current 3 recovery</source>
        <translation>充电过流 3 恢复时间</translation>
    </message>
    <message>
        <source>Discharge over-current 1</source>
        <translation>放电过流 1</translation>
    </message>
    <message>
        <source>Discharge over-current 1 duration</source>
        <translation>放电过流 1 持续时间</translation>
    </message>
    <message>
        <source>Discharge over-current 1 recovery</source>
        <translation>放电过流 1 恢复时间</translation>
    </message>
    <message>
        <source>Discharge over-current 2</source>
        <translation>放电过流 2</translation>
    </message>
    <message>
        <source>Discharge over-current 2 duration</source>
        <translation>放电过流 2 持续时间</translation>
    </message>
    <message>
        <source>Discharge over-current 2 recovery</source>
        <translation>放电过流 2 恢复时间</translation>
    </message>
    <message>
        <source>Discharge over-current 3</source>
        <translation>放电过流 3</translation>
    </message>
    <message>
        <source>Discharge over-current 3 duration</source>
        <translation>放电过流 3 持续时间</translation>
    </message>
    <message>
        <source>Discharge over-current 3 recovery</source>
        <translation>放电过流 3 恢复时间</translation>
    </message>
    <message>
        <source>Short circuit current</source>
        <translation>短路电流</translation>
    </message>
    <message>
        <source>Short circuit delay</source>
        <translation>短路延时</translation>
    </message>
    <message>
        <source>Short circuit recovery</source>
        <translation>短路恢复时间</translation>
    </message>
    <message>
        <source>Standard capacity</source>
        <translation>标称容量</translation>
    </message>
    <message>
        <source>Full capacity</source>
        <translation>满充容量</translation>
    </message>
    <message>
        <source>Number of cells</source>
        <translation>电池串数</translation>
    </message>
    <message>
        <source>Battery type</source>
        <translation>电池类型</translation>
    </message>
    <message>
        <source>Rated current</source>
        <translation>额定电流</translation>
    </message>
    <message>
        <source>Cell over-voltage protection</source>
        <translation>单体过压保护</translation>
    </message>
    <message>
        <source>Cell over-voltage recovery</source>
        <translation>单体过压恢复</translation>
    </message>
    <message>
        <source>Cell under-voltage protection</source>
        <translation>单体欠压保护</translation>
    </message>
    <message>
        <source>Cell under-voltage recovery</source>
        <translation>单体欠压恢复</translation>
    </message>
    <message>
        <source>Cell differential protection</source>
        <translation>单体压差保护</translation>
    </message>
    <message>
        <source>Total over-voltage protection</source>
        <translation>总压过压保护</translation>
    </message>
    <message>
        <source>Total over-voltage recovery</source>
        <translation>总压过压恢复</translation>
    </message>
    <message>
        <source>Total under-voltage protection</source>
        <translation>总压欠压保护</translation>
    </message>
    <message>
        <source>Total under-voltage recovery</source>
        <translation>总压欠压恢复</translation>
    </message>
    <message>
        <source>Secondary charge protection voltage</source>
        <translation>二级充电保护电压</translation>
    </message>
    <message>
        <source>Secondary discharge protection voltage</source>
        <translation>二级放电保护电压</translation>
    </message>
    <message>
        <source>Cell secondary over-voltage protection</source>
        <translation>单体二级过压保护</translation>
    </message>
    <message>
        <source>Cell secondary under-voltage protection</source>
        <translation>单体二级欠压保护</translation>
    </message>
    <message>
        <source>Balance start voltage</source>
        <translation>均衡开启电压</translation>
    </message>
    <message>
        <source>Balance difference</source>
        <translation>均衡压差</translation>
    </message>
    <message>
        <source>Cell over-voltage delay</source>
        <translation>单体过压延时</translation>
    </message>
    <message>
        <source>Cell under-voltage delay</source>
        <translation>单体欠压延时</translation>
    </message>
    <message>
        <source>Total over-voltage delay</source>
        <translation>总压过压延时</translation>
    </message>
    <message>
        <source>Total under-voltage delay</source>
        <translation>总压欠压延时</translation>
    </message>
    <message>
        <source>Cell secondary over-voltage delay</source>
        <translation>单体二级过压延时</translation>
    </message>
    <message>
        <source>Cell secondary under-voltage delay</source>
        <translation>单体二级欠压延时</translation>
    </message>
    <message>
        <source>Mainboard over-temperature protection</source>
        <translation>主板过温保护</translation>
    </message>
    <message>
        <source>Mainboard over-temperature recovery</source>
        <translation>主板过温恢复</translation>
    </message>
    <message>
        <source>Mainboard low-temperature protection</source>
        <translation>主板低温保护</translation>
    </message>
    <message>
        <source>Mainboard low-temperature recovery</source>
        <translation>主板低温恢复</translation>
    </message>
    <message>
        <source>Charge over-temperature protection</source>
        <translation>充电过温保护</translation>
    </message>
    <message>
        <source>Charge over-temperature recovery</source>
        <translation>充电过温恢复</translation>
    </message>
    <message>
        <source>Charge low-temperature protection</source>
        <translation>充电低温保护</translation>
    </message>
    <message>
        <source>Charge low-temperature recovery</source>
        <translation>充电低温恢复</translation>
    </message>
    <message>
        <source>Discharge over-temperature protection</source>
        <translation>放电过温保护</translation>
    </message>
    <message>
        <source>Discharge over-temperature recovery</source>
        <translation>放电过温恢复</translation>
    </message>
    <message>
        <source>Discharge low-temperature protection</source>
        <translation>放电低温保护</translation>
    </message>
    <message>
        <source>Discharge low-temperature recovery</source>
        <translation>放电低温恢复</translation>
    </message>
    <message>
        <source>MOSFET over-temperature protection</source>
        <translation>MOS 过温保护</translation>
    </message>
    <message>
        <source>MOSFET over-temperature recovery</source>
        <translation>MOS 过温恢复</translation>
    </message>
    <message>
        <source>MOSFET low-temperature protection</source>
        <translation>MOS 低温保护</translation>
    </message>
    <message>
        <source>MOSFET low-temperature recovery</source>
        <translation>MOS 低温恢复</translation>
    </message>
    <message>
        <source>Charge over-temperature delay</source>
        <translation>充电过温延时</translation>
    </message>
    <message>
        <source>Charge low-temperature delay</source>
        <translation>充电低温延时</translation>
    </message>
    <message>
        <source>Discharge over-temperature delay</source>
        <translation>放电过温延时</translation>
    </message>
    <message>
        <source>Discharge low-temperature delay</source>
        <translation>放电低温延时</translation>
    </message>
    <message>
        <source>Cell voltage at 100 %</source>
        <translation>100 % 时的单体电压</translation>
    </message>
    <message>
        <source>Cell voltage at 80 %</source>
        <translation>80 % 时的单体电压</translation>
    </message>
    <message>
        <source>Cell voltage at 60 %</source>
        <translation>60 % 时的单体电压</translation>
    </message>
    <message>
        <source>Cell voltage at 40 %</source>
        <translation>40 % 时的单体电压</translation>
    </message>
    <message>
        <source>Cell voltage at 20 %</source>
        <translation>20 % 时的单体电压</translation>
    </message>
    <message>
        <source>Cell voltage at 0 %</source>
        <translation>0 % 时的单体电压</translation>
    </message>
    <message>
        <source>Self-discharge rate</source>
        <translation>自放电率</translation>
    </message>
    <message>
        <source>Shunt</source>
        <translation>分流电阻</translation>
    </message>
    <message>
        <source>Switch control time</source>
        <translation>开关控制时间</translation>
    </message>
    <message>
        <source>LED time</source>
        <translation>指示灯时间</translation>
    </message>
    <message>
        <source>Function bits</source>
        <translation>功能位</translation>
    </message>
    <message>
        <source>Temperature sensors in use</source>
        <translation>启用的温度传感器</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Cycle count</source>
        <translation>循环次数</translation>
    </message>
    <message>
        <source>Register 38</source>
        <translation>寄存器 38</translation>
    </message>
    <message>
        <source>Register 39</source>
        <translation>寄存器 39</translation>
    </message>
    <message>
        <source>Production date</source>
        <translation>生产日期</translation>
    </message>
    <message>
        <source>Maker</source>
        <translation>制造商</translation>
    </message>
    <message>
        <source>Device name</source>
        <translation>设备名称</translation>
    </message>
    <message>
        <source>Barcode</source>
        <translation>条码</translation>
    </message>
    <message>
        <source>Cell voltage at 100 % (FA)</source>
        <translation>100 % 时的单体电压（FA）</translation>
    </message>
    <message>
        <source>Cell voltage at 90 %</source>
        <translation>90 % 时的单体电压</translation>
    </message>
    <message>
        <source>Cell voltage at 70 %</source>
        <translation>70 % 时的单体电压</translation>
    </message>
    <message>
        <source>Cell voltage at 50 %</source>
        <translation>50 % 时的单体电压</translation>
    </message>
    <message>
        <source>Cell voltage at 30 %</source>
        <translation>30 % 时的单体电压</translation>
    </message>
    <message>
        <source>Cell voltage at 10 %</source>
        <translation>10 % 时的单体电压</translation>
    </message>
    <message>
        <source>GPS shutdown voltage</source>
        <translation>GPS 断电电压</translation>
    </message>
    <message>
        <source>GPS shutdown delay</source>
        <translation>GPS 断电延时</translation>
    </message>
    <message>
        <source>Sleep time</source>
        <translation>休眠时间</translation>
    </message>
    <message>
        <source>Correction interval</source>
        <translation>校正间隔</translation>
    </message>
    <message>
        <source>Smallest current</source>
        <translation>最小电流</translation>
    </message>
    <message>
        <source>Learned capacity (raw)</source>
        <translation>学习容量（原值）</translation>
    </message>
    <message>
        <source>BMS code</source>
        <translation>BMS 编码</translation>
    </message>
    <message>
        <source>Battery model</source>
        <translation>电池型号</translation>
    </message>
    <message>
        <source>Hardware name</source>
        <translation>硬件名称</translation>
    </message>
    <message>
        <source>Unique number of the chip</source>
        <translation>芯片唯一编号</translation>
    </message>
</context>
<context>
    <name>SettingForm</name>
    <message>
        <source>Normal</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>过流</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>The board stores {allowed}</source>
        <translation>保护板可存储：{allowed}</translation>
    </message>
    <message>
        <source>Allowed: {allowed}</source>
        <translation>允许：{allowed}</translation>
    </message>
    <message>
        <source>“{char}” at place {place} cannot be stored</source>
        <translation>第 {place} 位的“{char}”无法保存</translation>
    </message>
    <message>
        <source>This board cannot erase it</source>
        <translation>本保护板不能清空此项</translation>
    </message>
    <message>
        <source>Not a number</source>
        <translation>不是数字</translation>
    </message>
    <message>
        <source>Not a whole number</source>
        <translation>不是整数</translation>
    </message>
    <message>
        <source>Shown only; this board does not let it be set.</source>
        <translation>仅供查看，本保护板不允许设置。</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>未读取</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>erases what is there</source>
        <translation>将清空原有内容</translation>
    </message>
    <message>
        <source>Allowed: {minimum} to {maximum} {unit}</source>
        <translation>允许：{minimum} 至 {maximum} {unit}</translation>
    </message>
    <message>
        <source>Too high: {text}</source>
        <translation>太高：{text}</translation>
    </message>
    <message>
        <source>Too low: {text}</source>
        <translation>太低：{text}</translation>
    </message>
    <message>
        <source>in steps of {step} {unit}</source>
        <translation>步长 {step} {unit}</translation>
    </message>
    <message>
        <source>At most {count} bytes</source>
        <translation>最多 {count} 字节</translation>
    </message>
    <message>
        <source>{text} {unit} = {value}?</source>
        <translation>{text} {unit} = {value}？</translation>
    </message>
    <message>
        <source>{text}: was {value} meant?</source>
        <translation>{text}：是指 {value} 吗？</translation>
    </message>
    <message>
        <source>acts earlier</source>
        <translation>更早动作</translation>
    </message>
    <message>
        <source>acts later</source>
        <translation>更晚动作</translation>
    </message>
    <message>
        <source>Warning: {finding}</source>
        <translation>警告：{finding}</translation>
    </message>
    <message>
        <source>Source: {source}</source>
        <translation>来源：{source}</translation>
    </message>
</context>
<context>
    <name>SettingHelp</name>
    <message>
        <source>Current limit of this level, a positive number. A higher level number acts at another current and delay.</source>
        <translation>该级的电流限值，为正数。不同级别对应不同的电流和延时。</translation>
    </message>
    <message>
        <source>How long the current must exceed the limit before the board acts.</source>
        <translation>电流超过限值多久后保护板动作。</translation>
    </message>
    <message>
        <source>How long after the trip the board lets current flow again.</source>
        <translation>保护动作后多久重新允许电流通过。</translation>
    </message>
    <message>
        <source>Capacity the pack was designed for. The board counts SOC against it or against the full capacity.</source>
        <translation>电池的设计容量。保护板按它或满充容量计算 SOC。</translation>
    </message>
    <message>
        <source>Capacity the pack really has from full to empty; the board may correct it by itself.</source>
        <translation>电池从满电到放空的实际容量；保护板可能会自行修正。</translation>
    </message>
    <message>
        <source>Cells in series. A wrong number makes the board see missing or extra cells and cut off.</source>
        <translation>串联单体数。数值错误会使保护板误判缺失或多余单体而切断。</translation>
    </message>
    <message>
        <source>Cell chemistry. It decides which voltages are sane.</source>
        <translation>电芯类型，决定合理的电压范围。</translation>
    </message>
    <message>
        <source>Current the board is built for. Shown only.</source>
        <translation>保护板的设计电流，仅供显示。</translation>
    </message>
    <message>
        <source>Charging is cut when any cell rises above this. NMC 4.25 V, LFP 3.65 V at most.</source>
        <translation>任一单体高于此值时切断充电。三元最高 4.25 V，铁锂最高 3.65 V。</translation>
    </message>
    <message>
        <source>Charging is allowed again when all cells are below this. Must be below the protection value.</source>
        <translation>所有单体低于此值时恢复充电。必须低于保护值。</translation>
    </message>
    <message>
        <source>Discharging is cut when any cell falls below this.</source>
        <translation>任一单体低于此值时切断放电。</translation>
    </message>
    <message>
        <source>Discharging is allowed again when all cells are above this. Must be above the protection value.</source>
        <translation>所有单体高于此值时恢复放电。必须高于保护值。</translation>
    </message>
    <message>
        <source>The board acts when highest and lowest cell differ by more than this.</source>
        <translation>最高与最低单体之差超过此值时保护板动作。</translation>
    </message>
    <message>
        <source>Charging is cut when the pack voltage rises above this.</source>
        <translation>总电压高于此值时切断充电。</translation>
    </message>
    <message>
        <source>Charging is allowed again below this pack voltage.</source>
        <translation>总电压低于此值时恢复充电。</translation>
    </message>
    <message>
        <source>Discharging is cut when the pack voltage falls below this.</source>
        <translation>总电压低于此值时切断放电。</translation>
    </message>
    <message>
        <source>Discharging is allowed again above this pack voltage.</source>
        <translation>总电压高于此值时恢复放电。</translation>
    </message>
    <message>
        <source>Last line of defence of the whole pack while charging.</source>
        <translation>充电时整组电池的最后一道防线。</translation>
    </message>
    <message>
        <source>Last line of defence of the whole pack while discharging.</source>
        <translation>放电时整组电池的最后一道防线。</translation>
    </message>
    <message>
        <source>Hardware limit of a single cell, above the normal protection.</source>
        <translation>单体的硬件限值，高于普通保护值。</translation>
    </message>
    <message>
        <source>Hardware limit of a single cell, below the normal protection.</source>
        <translation>单体的硬件限值，低于普通保护值。</translation>
    </message>
    <message>
        <source>Cells are balanced only above this voltage.</source>
        <translation>单体高于此电压才进行均衡。</translation>
    </message>
    <message>
        <source>Balancing begins when cells differ by more than this.</source>
        <translation>单体压差超过此值时开始均衡。</translation>
    </message>
    <message>
        <source>How long the limit must be exceeded before the board acts.</source>
        <translation>超过限值多久后保护板动作。</translation>
    </message>
    <message>
        <source>The board acts when the temperature rises above this.</source>
        <translation>温度高于此值时保护板动作。</translation>
    </message>
    <message>
        <source>The board lets go again below this. Must be below the protection value.</source>
        <translation>低于此值时解除保护。必须低于保护值。</translation>
    </message>
    <message>
        <source>The board acts when the temperature falls below this.</source>
        <translation>温度低于此值时保护板动作。</translation>
    </message>
    <message>
        <source>The board lets go again above this. Must be above the protection value.</source>
        <translation>高于此值时解除保护。必须高于保护值。</translation>
    </message>
    <message>
        <source>How long the temperature must be outside before the board acts.</source>
        <translation>温度超限多久后保护板动作。</translation>
    </message>
    <message>
        <source>Cell voltage at rest that the board takes for this charge.</source>
        <translation>保护板认为对应该电量的静置单体电压。</translation>
    </message>
    <message>
        <source>Text that the maker put into the board.</source>
        <translation>制造商写入保护板的文本。</translation>
    </message>
    <message>
        <source>Below it the board cuts the power of its tracker.</source>
        <translation>低于此值时保护板切断定位器供电。</translation>
    </message>
    <message>
        <source>How long the voltage must be low before the tracker loses its power.</source>
        <translation>电压低于限值多久后切断定位器供电。</translation>
    </message>
    <message>
        <source>How long the board is idle before it sleeps.</source>
        <translation>保护板空闲多久后休眠。</translation>
    </message>
    <message>
        <source>How often the board corrects its charge.</source>
        <translation>保护板校正电量的间隔。</translation>
    </message>
    <message>
        <source>What the documents call the minimum current.</source>
        <translation>文档中称为最小电流的值。</translation>
    </message>
    <message>
        <source>The number as it is, for support; its unit is unknown.</source>
        <translation>原始数值，供技术支持使用；单位未知。</translation>
    </message>
    <message>
        <source>Twelve bytes in hex.</source>
        <translation>12 字节，十六进制。</translation>
    </message>
    <message>
        <source>0 switch, 1 load detection, 2 balance, 3 balance while charging, 4 LED, 5 LED count, 6 FCC limit, 7 RTC, 8 charge handshake, 9 GPS, 10 buzzer, 11 starter battery, 12 capacity and current in tenths.</source>
        <translation>0 开关，1 负载检测，2 均衡，3 充电均衡，4 指示灯，5 指示灯数量，6 FCC 限制，7 时钟，8 充电握手，9 GPS，10 蜂鸣器，11 启动电池，12 容量和电流以 0.1 为单位。</translation>
    </message>
    <message>
        <source>The register as it is, for support.</source>
        <translation>寄存器原值，供技术支持使用。</translation>
    </message>
    <message>
        <source>Plain ASCII text kept by the board.</source>
        <translation>保护板保存的 ASCII 文本。</translation>
    </message>
    <message>
        <source>What the board subtracts from the charge while it rests.</source>
        <translation>静置时保护板从电量中扣除的部分。</translation>
    </message>
    <message>
        <source>Resistance of the current sensor; all currents depend on it.</source>
        <translation>电流检测电阻；所有电流值都取决于它。</translation>
    </message>
    <message>
        <source>Time of the external switch before the board reacts.</source>
        <translation>外部开关动作后保护板的响应时间。</translation>
    </message>
    <message>
        <source>How long the charge LEDs stay on.</source>
        <translation>电量指示灯的点亮时间。</translation>
    </message>
    <message>
        <source>Bit 0 is sensor 1.</source>
        <translation>第 0 位对应传感器 1。</translation>
    </message>
    <message>
        <source>Number given by the maker.</source>
        <translation>制造商给定的编号。</translation>
    </message>
    <message>
        <source>Cycles the board has counted.</source>
        <translation>保护板统计的循环次数。</translation>
    </message>
    <message>
        <source>Year, month and day, like 2026-11-22.</source>
        <translation>年月日，例如 2026-11-22。</translation>
    </message>
    <message>
        <source>Cells are overcharged: they age fast, swell, and may catch fire.</source>
        <translation>单体被过充：老化加快、鼓胀，甚至起火。</translation>
    </message>
    <message>
        <source>The pack is never charged full, and balancing has no time to work.</source>
        <translation>电池永远充不满，均衡也没有时间工作。</translation>
    </message>
    <message>
        <source>Too close to the protection: the board switches off and on again and again.</source>
        <translation>与保护值太近：保护板反复断开又接通。</translation>
    </message>
    <message>
        <source>Charging stays forbidden until the pack has been discharged far.</source>
        <translation>必须放掉很多电之后才允许再次充电。</translation>
    </message>
    <message>
        <source>The pack cuts out under load while there is charge left.</source>
        <translation>还有余电，带载时电池就被切断。</translation>
    </message>
    <message>
        <source>Cells are discharged too deep and may be damaged for good.</source>
        <translation>单体放电过深，可能永久损坏。</translation>
    </message>
    <message>
        <source>After it was empty the pack stays dead until it is charged far up.</source>
        <translation>放空之后要充到很高才能再放电，电池像坏了一样。</translation>
    </message>
    <message>
        <source>A weak cell or a broken sense wire goes unnoticed.</source>
        <translation>弱单体或断开的采样线不会被发现。</translation>
    </message>
    <message>
        <source>A healthy pack cuts off near full or empty, where cells always differ.</source>
        <translation>接近充满或放空时单体本来就有压差，健康的电池也会被切断。</translation>
    </message>
    <message>
        <source>It never acts before the limits of the cells do.</source>
        <translation>单体的限值总是先动作，它永远不会动作。</translation>
    </message>
    <message>
        <source>The last line of defence comes too late when the first one fails.</source>
        <translation>第一道保护失效时，最后一道防线来得太晚。</translation>
    </message>
    <message>
        <source>It acts before the first protection, and many boards then stay off until they are reset.</source>
        <translation>它先于第一道保护动作，许多保护板此后一直断开，直到复位。</translation>
    </message>
    <message>
        <source>Balancing hardly ever begins, and the cells drift apart.</source>
        <translation>均衡几乎不会启动，单体逐渐失衡。</translation>
    </message>
    <message>
        <source>Charge is taken from the wrong cells, most of all from LFP on its flat curve.</source>
        <translation>会从错误的单体取电，铁锂曲线平坦，尤其如此。</translation>
    </message>
    <message>
        <source>The board balances on the noise of its measurement and warms up for nothing.</source>
        <translation>保护板按测量噪声做均衡，白白发热。</translation>
    </message>
    <message>
        <source>The harm is done before the board acts.</source>
        <translation>保护板动作之前损害已经发生。</translation>
    </message>
    <message>
        <source>A short dip or a disturbed measurement cuts the pack off.</source>
        <translation>短暂的电压跌落或受干扰的测量就会切断电池。</translation>
    </message>
    <message>
        <source>SOC falls too slowly: the pack is empty while charge is still shown.</source>
        <translation>SOC 下降太慢：显示还有电，电池却已放空。</translation>
    </message>
    <message>
        <source>SOC falls too fast: the pack shows empty with charge left.</source>
        <translation>SOC 下降太快：还有电却显示放空。</translation>
    </message>
    <message>
        <source>The board sees missing cells and cuts off.</source>
        <translation>保护板认为缺少单体而切断。</translation>
    </message>
    <message>
        <source>Cells are left unguarded, or the board sees extra ones and cuts off.</source>
        <translation>有的单体得不到保护，或者保护板认为单体多出而切断。</translation>
    </message>
    <message>
        <source>Cells, wires and switches overheat before the board acts.</source>
        <translation>保护板动作之前，单体、导线和开关已经过热。</translation>
    </message>
    <message>
        <source>Normal use, like a start or a climb, cuts the pack off.</source>
        <translation>起步、爬坡等正常使用也会切断电池。</translation>
    </message>
    <message>
        <source>The pack stays off long after the cause is gone.</source>
        <translation>原因消失很久之后电池仍然断开。</translation>
    </message>
    <message>
        <source>The board switches on again into the same fault and heats its switches each time.</source>
        <translation>保护板再次接通到同一故障上，每次都让开关发热。</translation>
    </message>
    <message>
        <source>A short circuit destroys the switches before it is seen.</source>
        <translation>短路在被发现之前就烧毁开关。</translation>
    </message>
    <message>
        <source>Connecting an inverter or starting a motor counts as a short circuit.</source>
        <translation>接上逆变器或启动电机会被当成短路。</translation>
    </message>
    <message>
        <source>Cells or switches are damaged by heat before the board acts.</source>
        <translation>保护板动作之前，单体或开关已被热损坏。</translation>
    </message>
    <message>
        <source>A warm day or normal load cuts the pack off.</source>
        <translation>天热或正常负载就会切断电池。</translation>
    </message>
    <message>
        <source>The pack cannot be charged on a cool day.</source>
        <translation>天气稍凉电池就不能充电。</translation>
    </message>
    <message>
        <source>Charging in frost plates lithium: capacity is lost and the cell may short later.</source>
        <translation>严寒中充电会析锂：容量损失，单体以后可能短路。</translation>
    </message>
    <message>
        <source>The pack gives nothing on a cool day.</source>
        <translation>天气稍凉电池就不放电。</translation>
    </message>
    <message>
        <source>Cells or board are used colder than they were made for.</source>
        <translation>单体或保护板在超出设计的低温下使用。</translation>
    </message>
    <message>
        <source>SOC is shown too low at this voltage.</source>
        <translation>在此电压下显示的 SOC 偏低。</translation>
    </message>
    <message>
        <source>SOC is shown too high at this voltage.</source>
        <translation>在此电压下显示的 SOC 偏高。</translation>
    </message>
    <message>
        <source>SOC falls in storage faster than the charge does.</source>
        <translation>存放时 SOC 比实际电量下降得更快。</translation>
    </message>
    <message>
        <source>SOC stays high in storage while the cells empty.</source>
        <translation>存放时 SOC 居高不下，而单体在放空。</translation>
    </message>
    <message>
        <source>Currents are shown too small, and over-current acts too late.</source>
        <translation>显示的电流偏小，过流保护动作太晚。</translation>
    </message>
    <message>
        <source>Currents are shown too large, and over-current acts too early.</source>
        <translation>显示的电流偏大，过流保护动作太早。</translation>
    </message>
    <message>
        <source>The board reacts late to its switch.</source>
        <translation>保护板对开关的反应迟缓。</translation>
    </message>
    <message>
        <source>A bouncing contact switches the pack off.</source>
        <translation>触点抖动就会关断电池。</translation>
    </message>
    <message>
        <source>The LEDs draw current for longer.</source>
        <translation>LED 耗电的时间更长。</translation>
    </message>
    <message>
        <source>The LEDs go out before they are read.</source>
        <translation>LED 还没看清就熄灭。</translation>
    </message>
    <message>
        <source>The tracker loses its power while the pack has charge left.</source>
        <translation>电池还有电，定位器就断电。</translation>
    </message>
    <message>
        <source>The tracker goes on emptying a pack that is nearly empty.</source>
        <translation>定位器继续消耗几乎放空的电池。</translation>
    </message>
    <message>
        <source>A short dip takes the tracker off the air.</source>
        <translation>短暂的跌落就让定位器掉线。</translation>
    </message>
    <message>
        <source>An idle board draws current from the pack for longer.</source>
        <translation>空闲的保护板耗电的时间更长。</translation>
    </message>
    <message>
        <source>The board sleeps between two uses and has to be woken.</source>
        <translation>两次使用之间保护板就休眠，需要唤醒。</translation>
    </message>
    <message>
        <source>SOC drifts for longer before it is corrected.</source>
        <translation>SOC 漂移更久才被修正。</translation>
    </message>
    <message>
        <source>SOC jumps often.</source>
        <translation>SOC 经常跳变。</translation>
    </message>
    <message>
        <source>Small currents are not counted, and SOC drifts.</source>
        <translation>小电流不被计入，SOC 漂移。</translation>
    </message>
    <message>
        <source>Noise is counted as current, and SOC drifts.</source>
        <translation>噪声被当成电流计入，SOC 漂移。</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>New value of {name}</source>
        <translation>{name}的新值</translation>
    </message>
    <message>
        <source>shown only</source>
        <translation>仅查看</translation>
    </message>
    <message>
        <source>Setup…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Set up {name}…</source>
        <translation>设置{name}…</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Erase {name}</source>
        <translation>清空{name}</translation>
    </message>
    <message>
        <source>Use {value}</source>
        <translation>用 {value}</translation>
    </message>
    <message>
        <source>Same as on the board</source>
        <translation>与保护板相同</translation>
    </message>
    <message>
        <source>= {value}</source>
        <translation>= {value}</translation>
    </message>
</context>
<context>
    <name>SettingsFiles</name>
    <message>
        <source>Files, golden sets, presets</source>
        <translation>文件、标准参数集、预设</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>比较…</translation>
    </message>
    <message>
        <source>Golden sets…</source>
        <translation>标准参数集…</translation>
    </message>
    <message>
        <source>Presets…</source>
        <translation>预设…</translation>
    </message>
    <message>
        <source>This desk keeps no sets.</source>
        <translation>本机不保存参数集。</translation>
    </message>
    <message>
        <source>Connect a pack and read its settings first.</source>
        <translation>请先连接电池并读取参数。</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>Pages of settings</source>
        <translation>参数页</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>查找参数</translation>
    </message>
    <message>
        <source>No setting of this board has this in its name.</source>
        <translation>本保护板没有名称包含此内容的参数。</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Read all settings from the board (F5)</source>
        <translation>从保护板读取全部参数（F5）</translation>
    </message>
    <message>
        <source>Review and write</source>
        <translation>核对并写入</translation>
    </message>
    <message>
        <source>Show every changed value before it is written (Ctrl+Shift+W)</source>
        <translation>写入前显示所有更改（Ctrl+Shift+W）</translation>
    </message>
    <message>
        <source>Discard what was typed</source>
        <translation>放弃已输入的内容</translation>
    </message>
    <message>
        <source>Undo the last write… (Ctrl+Z)</source>
        <translation>撤销上次写入…（Ctrl+Z）</translation>
    </message>
    <message>
        <source>The settings of this board cannot be read.</source>
        <translation>本保护板的参数无法读取。</translation>
    </message>
    <message>
        <source>The settings have not been read yet.</source>
        <translation>尚未读取参数。</translation>
    </message>
    <message>
        <source>Reading the settings…</source>
        <translation>正在读取参数…</translation>
    </message>
    <message>
        <source>edited, not on device</source>
        <translation>已编辑，未写入设备</translation>
    </message>
    <message>
        <source>The settings of this board can be read, not written.</source>
        <translation>本保护板的参数只能读取，不能写入。</translation>
    </message>
    <message>
        <source>read at {time}</source>
        <translation>读取于 {time}</translation>
    </message>
    <message>
        <source>1 change</source>
        <translation>1 项更改</translation>
    </message>
    <message>
        <source>{n} changes</source>
        <translation>{n} 项更改</translation>
    </message>
    <message>
        <source>{n} cannot be written</source>
        <translation>{n} 项无法写入</translation>
    </message>
    <message>
        <source>No changes</source>
        <translation>无更改</translation>
    </message>
</context>
<context>
    <name>SettingsSaver</name>
    <message>
        <source>no device</source>
        <translation>无设备</translation>
    </message>
</context>
<context>
    <name>Share</name>
    <message>
        <source>Connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>已共享</translation>
    </message>
    <message>
        <source>Link lost, trying again</source>
        <translation>连接中断，正在重试</translation>
    </message>
    <message>
        <source>Not shared any more</source>
        <translation>不再共享</translation>
    </message>
    <message>
        <source>read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>write settings</source>
        <translation>写入设置</translation>
    </message>
    <message>
        <source>switch something</source>
        <translation>执行控制</translation>
    </message>
    <message>
        <source>send bytes</source>
        <translation>发送字节</translation>
    </message>
    <message>
        <source>refused: writing is not allowed</source>
        <translation>已拒绝：未允许写入</translation>
    </message>
    <message>
        <source>refused: not by the role signed in here</source>
        <translation>已拒绝：本机登录的角色无权允许</translation>
    </message>
    <message>
        <source>refused: the bench was busy</source>
        <translation>已拒绝：工作台正忙</translation>
    </message>
    <message>
        <source>refused: too many requests</source>
        <translation>已拒绝：请求过多</translation>
    </message>
    <message>
        <source>refused: bytes nobody can judge</source>
        <translation>已拒绝：无法判断的字节</translation>
    </message>
    <message>
        <source>refused: meant for another board</source>
        <translation>已拒绝：发给另一块保护板</translation>
    </message>
    <message>
        <source>not done: no link to the board</source>
        <translation>未执行：没有连接到保护板</translation>
    </message>
    <message>
        <source>nobody within the last five minutes</source>
        <translation>最近五分钟无人</translation>
    </message>
    <message>
        <source>writing not allowed</source>
        <translation>不允许写入</translation>
    </message>
    <message numerus="yes">
        <source>writing allowed, %n min left</source>
        <translation>
            <numerusform>允许写入，剩余 %n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n looking</source>
        <translation>
            <numerusform>%n 人在查看</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was asked yet.</source>
        <translation>还没有任何请求。</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>某人</translation>
    </message>
    <message>
        <source>{n} passed on, {w} of them writes; {r} refused</source>
        <translation>已转发 {n} 个，其中写入 {w} 个；拒绝 {r} 个</translation>
    </message>
</context>
<context>
    <name>ShareCard</name>
    <message>
        <source>Battery {number} at {server}</source>
        <translation>{server} 上的电池 {number}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>正在查看</translation>
    </message>
    <message>
        <source>Asked last</source>
        <translation>最近请求</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Allow writing from afar…</source>
        <translation>允许远程写入…</translation>
    </message>
    <message>
        <source>Allow no more writing</source>
        <translation>不再允许写入</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>End sharing</source>
        <translation>结束共享</translation>
    </message>
    <message>
        <source>for {n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>How long writing is allowed</source>
        <translation>允许写入的时长</translation>
    </message>
    <message>
        <source>Allow writing</source>
        <translation>允许写入</translation>
    </message>
    <message>
        <source>The board does not answer here now: nobody can ask for it.</source>
        <translation>保护板目前在本机没有应答：远程无法请求。</translation>
    </message>
    <message>
        <source>Tell support the number and the server: {server}</source>
        <translation>请把编号和服务器告诉技术支持：{server}</translation>
    </message>
    <message>
        <source>Whoever commands this battery can change settings and switch it now. Stay at the bench. Each write stands in the journal with the name of who asked.</source>
        <translation>有权控制此电池的人现在可以修改设置并执行控制。请守在工作台旁。每次写入都会连同请求人姓名记入日志。</translation>
    </message>
    <message>
        <source>Whoever commands this battery at the server can then change its settings and switch its power. It ends with the time, with the share, and as soon as you lock writing (Ctrl+L).</source>
        <translation>之后，在服务器上有权控制此电池的人可以修改其设置并通断电源。时间到、共享结束或您锁定写入（Ctrl+L）时即终止。</translation>
    </message>
    <message>
        <source>The far side only reads. To let it write, unlock writing at this desk first (Ctrl+L).</source>
        <translation>远程只能读取。要允许写入，请先在本机解锁写入（Ctrl+L）。</translation>
    </message>
    <message>
        <source>The far side only reads; what would write is refused here.</source>
        <translation>远程只能读取；写入请求会在本机被拒绝。</translation>
    </message>
    <message>
        <source>Copy number and server</source>
        <translation>复制编号和服务器</translation>
    </message>
</context>
<context>
    <name>ShareChip</name>
    <message>
        <source>Writable from afar</source>
        <translation>可远程写入</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>已共享</translation>
    </message>
    <message>
        <source>Shared with {server} as {number}: {words}</source>
        <translation>已共享到 {server}，编号 {number}：{words}</translation>
    </message>
</context>
<context>
    <name>ShareDialog</name>
    <message>
        <source>Share {name}</source>
        <translation>共享 {name}</translation>
    </message>
    <message>
        <source>This device cannot be shared</source>
        <translation>此设备无法共享</translation>
    </message>
    <message>
        <source>Connect a board to this desk and wait until it answers. Recordings and batteries of a cloud cannot be shared.</source>
        <translation>请将保护板连接到本机并等待其应答。录制文件和云端电池不能共享。</translation>
    </message>
    <message>
        <source>Nobody is logged in</source>
        <translation>尚未登录</translation>
    </message>
    <message>
        <source>Log in to a server in the panel Account; the board is shared there.</source>
        <translation>请在“账户”面板登录服务器；保护板将共享到该服务器。</translation>
    </message>
    <message>
        <source>Your role may not share boards</source>
        <translation>您的角色无权共享保护板</translation>
    </message>
    <message>
        <source>An operator, manager or owner of the account at {server} can.</source>
        <translation>{server} 上该账户的操作员、管理员或所有者可以共享。</translation>
    </message>
</context>
<context>
    <name>ShareForm</name>
    <message>
        <source>Whoever may look at this battery at the server sees what the board says: values, settings, counters. Whoever may command it can have it read through this desk. Nobody can write or switch anything until you allow it here.</source>
        <translation>在服务器上有权查看此电池的人可以看到保护板的数据：数值、设置和计数。有权控制它的人可以通过本机读取。在您于此允许之前，任何人都不能写入或执行控制。</translation>
    </message>
    <message>
        <source>A battery of the account</source>
        <translation>账户中的电池</translation>
    </message>
    <message>
        <source>A new battery</source>
        <translation>新电池</translation>
    </message>
    <message>
        <source>Your role may not enter batteries; a manager or owner can.</source>
        <translation>您的角色无权录入电池；管理员或所有者可以。</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Number, up to you</source>
        <translation>编号，可自定</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>共享</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>It must have no tracker and no other desk now; the server looks.</source>
        <translation>它目前不能有定位器或其他工作台连接；由服务器检查。</translation>
    </message>
    <message>
        <source>It is entered in your account and enabled at once.</source>
        <translation>将录入您的账户并立即启用。</translation>
    </message>
    <message>
        <source>It is entered in your account. Before support can ask for anything, the account above has to enable it; what the board says is shown at once.</source>
        <translation>将录入您的账户。上级账户启用后，技术支持才能发出请求；保护板的数据会立即显示。</translation>
    </message>
</context>
<context>
    <name>ShareLine</name>
    <message>
        <source>Show who looks, and what is allowed</source>
        <translation>显示谁在查看以及允许的操作</translation>
    </message>
    <message>
        <source>End</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Share this board no more</source>
        <translation>不再共享此保护板</translation>
    </message>
    <message>
        <source>{name} is shared with {server}, {number}</source>
        <translation>{name} 已共享到 {server}，{number}</translation>
    </message>
</context>
<context>
    <name>ShelfPage</name>
    <message>
        <source>! edited by hand</source>
        <translation>! 被手工修改</translation>
    </message>
    <message>
        <source>Golden sets</source>
        <translation>标准参数集</translation>
    </message>
    <message>
        <source>No set is saved yet. Set up one pack as it should be, read it, and save it here under a name.</source>
        <translation>尚未保存参数集。请将一块电池设置妥当并读取，然后在此命名保存。</translation>
    </message>
    <message>
        <source>Save this pack as a set</source>
        <translation>将本电池保存为参数集</translation>
    </message>
    <message>
        <source>Name of the set</source>
        <translation>参数集名称</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Take this set off the list</source>
        <translation>将该参数集移出列表</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Compare with this pack, and take values over</source>
        <translation>与本电池比较，并采用其值</translation>
    </message>
    <message>
        <source>Next pack…</source>
        <translation>下一块电池…</translation>
    </message>
    <message>
        <source>Every pack that is plugged in gets this set</source>
        <translation>每个接入的电池都写入该参数集</translation>
    </message>
    <message>
        <source>Apply…</source>
        <translation>应用…</translation>
    </message>
    <message>
        <source>Write this set to one pack or to many</source>
        <translation>将该参数集写入一个或多块电池</translation>
    </message>
    <message numerus="yes">
        <source>Choose a set for %n batteries</source>
        <translation>
            <numerusform>为 %n 块电池选择参数集</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} settings · {made} · {by}</source>
        <translation>{count} 个参数 · {made} · {by}</translation>
    </message>
    <message>
        <source>! The file was changed by hand. Save it under a new version.</source>
        <translation>! 文件被手工修改过。请以新版本保存。</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Until somebody signs in the desk only reads. Your name goes into the journal.</source>
        <translation>登录之前本工作台只读。您的姓名会记入日志。</translation>
    </message>
</context>
<context>
    <name>SourceMenu</name>
    <message>
        <source>Datum of the map</source>
        <translation>地图坐标系</translation>
    </message>
    <message>
        <source>Delete the kept tiles</source>
        <translation>删除已缓存的瓦片</translation>
    </message>
    <message>
        <source>Open a map file</source>
        <translation>打开地图文件</translation>
    </message>
    <message>
        <source>Map files (*.mbtiles *.pmtiles)</source>
        <translation>地图文件 (*.mbtiles *.pmtiles)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Delete the kept tiles ({size} MB)</source>
        <translation>删除已缓存的瓦片（{size} MB）</translation>
    </message>
</context>
<context>
    <name>Stats</name>
    <message>
        <source>+ since the last visit, {time}</source>
        <translation>+ 自上次检测 {time} 起</translation>
    </message>
    <message>
        <source>+ since the first reading, {time}</source>
        <translation>+ 自首次读取 {time} 起</translation>
    </message>
    <message>
        <source>{name} (computed)</source>
        <translation>{name}（计算值）</translation>
    </message>
    <message>
        <source>Cleared after {time}; until then: {figures}.</source>
        <translation>{time} 之后被清零；此前：{figures}。</translation>
    </message>
</context>
<context>
    <name>StatsPanel</name>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Read the counters from the board (F5)</source>
        <translation>从保护板读取计数（F5）</translation>
    </message>
    <message>
        <source>Clear…</source>
        <translation>清零…</translation>
    </message>
    <message>
        <source>Set the board&apos;s counters to zero; the history keeps the figures</source>
        <translation>将保护板计数清零；历史记录会保留这些数值</translation>
    </message>
    <message>
        <source>This board does not count its protections.</source>
        <translation>本保护板不统计保护次数。</translation>
    </message>
    <message>
        <source>The counters have not been read yet.</source>
        <translation>尚未读取计数。</translation>
    </message>
    <message>
        <source>Reading the counters…</source>
        <translation>正在读取计数…</translation>
    </message>
    <message>
        <source>read at {time}</source>
        <translation>读取于 {time}</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Total voltage</source>
        <translation>总电压</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>电流</translation>
    </message>
    <message>
        <source>Charging current</source>
        <translation>充电电流</translation>
    </message>
    <message>
        <source>Discharge current</source>
        <translation>放电电流</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>功率</translation>
    </message>
    <message>
        <source>SOC</source>
        <translation>SOC</translation>
    </message>
    <message>
        <source>SOH</source>
        <translation>SOH</translation>
    </message>
    <message>
        <source>Residual capacity</source>
        <translation>剩余容量</translation>
    </message>
    <message>
        <source>Full capacity</source>
        <translation>满充容量</translation>
    </message>
    <message>
        <source>Standard capacity</source>
        <translation>标称容量</translation>
    </message>
    <message>
        <source>Cycles</source>
        <translation>循环次数</translation>
    </message>
    <message>
        <source>Highest cell</source>
        <translation>最高单体</translation>
    </message>
    <message>
        <source>Lowest cell</source>
        <translation>最低单体</translation>
    </message>
    <message>
        <source>Cell difference</source>
        <translation>单体压差</translation>
    </message>
    <message>
        <source>Board temperature</source>
        <translation>主板温度</translation>
    </message>
    <message>
        <source>MOSFET temperature</source>
        <translation>MOS 温度</translation>
    </message>
    <message>
        <source>Charging switch</source>
        <translation>充电开关</translation>
    </message>
    <message>
        <source>Discharge switch</source>
        <translation>放电开关</translation>
    </message>
    <message>
        <source>Balance function</source>
        <translation>均衡功能</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>485 lock function</source>
        <translation>485 锁功能</translation>
    </message>
    <message>
        <source>485 lock status</source>
        <translation>485 锁状态</translation>
    </message>
    <message>
        <source>SIM state</source>
        <translation>SIM 卡状态</translation>
    </message>
    <message>
        <source>SIM signal</source>
        <translation>SIM 卡信号</translation>
    </message>
    <message>
        <source>Located</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>Satellites</source>
        <translation>卫星数</translation>
    </message>
    <message>
        <source>Battery type</source>
        <translation>电池类型</translation>
    </message>
    <message>
        <source>Number of cells</source>
        <translation>电池串数</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>型号</translation>
    </message>
    <message>
        <source>Battery code</source>
        <translation>电池编码</translation>
    </message>
    <message>
        <source>Vendor code</source>
        <translation>厂商编码</translation>
    </message>
    <message>
        <source>Version number</source>
        <translation>版本号</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>硬件</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Production date</source>
        <translation>生产日期</translation>
    </message>
    <message>
        <source>BMS time</source>
        <translation>BMS 时间</translation>
    </message>
    <message>
        <source>Battery temperature</source>
        <translation>电池温度</translation>
    </message>
    <message>
        <source>External temperature</source>
        <translation>外部温度</translation>
    </message>
    <message>
        <source>Balancer temperature</source>
        <translation>均衡器温度</translation>
    </message>
    <message>
        <source>Ambient temperature</source>
        <translation>环境温度</translation>
    </message>
    <message>
        <source>Warning information</source>
        <translation>警告信息</translation>
    </message>
    <message>
        <source>Short circuit</source>
        <translation>短路</translation>
    </message>
    <message>
        <source>Temperature protection</source>
        <translation>温度保护</translation>
    </message>
    <message>
        <source>Charging protection</source>
        <translation>充电保护</translation>
    </message>
    <message>
        <source>Discharge protection</source>
        <translation>放电保护</translation>
    </message>
    <message>
        <source>As received: {raw}</source>
        <translation>原始数据：{raw}</translation>
    </message>
    <message>
        <source>Balancing cells</source>
        <translation>正在均衡的单体</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>航向</translation>
    </message>
    <message>
        <source>no SIM</source>
        <translation>无 SIM 卡</translation>
    </message>
    <message>
        <source>locked by its PIN</source>
        <translation>PIN 锁定</translation>
    </message>
    <message>
        <source>no network</source>
        <translation>无网络</translation>
    </message>
    <message>
        <source>{time} behind</source>
        <translation>慢 {time}</translation>
    </message>
    <message>
        <source>{time} ahead</source>
        <translation>快 {time}</translation>
    </message>
    <message>
        <source>The board&apos;s clock agrees with this computer&apos;s.</source>
        <translation>保护板时钟与本计算机一致。</translation>
    </message>
    <message>
        <source>The board&apos;s clock is {time} behind this computer&apos;s.</source>
        <translation>保护板时钟比本计算机慢 {time}。</translation>
    </message>
    <message>
        <source>The board&apos;s clock is {time} ahead of this computer&apos;s.</source>
        <translation>保护板时钟比本计算机快 {time}。</translation>
    </message>
    <message>
        <source>{n} d {m} h</source>
        <translation>{n} 天 {m} 小时</translation>
    </message>
    <message>
        <source>{n} h {m} min</source>
        <translation>{n} 小时 {m} 分</translation>
    </message>
    <message>
        <source>{n} min {m} s</source>
        <translation>{n} 分 {m} 秒</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>The code says: {volts} V {ah} Ah, {chemistry}, {cycles} cycles, maker {maker}, {year}-{month}, serial {serial}</source>
        <translation>编码含义：{volts} V {ah} Ah，{chemistry}，{cycles} 次循环，厂商 {maker}，{year}-{month}，序号 {serial}</translation>
    </message>
</context>
<context>
    <name>StatusPanel</name>
    <message>
        <source>Read now (F5)</source>
        <translation>立即读取（F5）</translation>
    </message>
    <message>
        <source>Values of the board</source>
        <translation>保护板数值</translation>
    </message>
    <message>
        <source>This board reports no status.</source>
        <translation>本保护板不上报状态。</translation>
    </message>
    <message>
        <source>Clock of the board</source>
        <translation>保护板时钟</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Wake…</source>
        <translation>唤醒…</translation>
    </message>
    <message>
        <source>This board does not answer: what is known, and what helps</source>
        <translation>该保护板无应答：已知情况和处理办法</translation>
    </message>
    <message>
        <source>No device</source>
        <translation>无设备</translation>
    </message>
    <message>
        <source>{n} samples/s</source>
        <translation>{n} 次/秒</translation>
    </message>
    <message numerus="yes">
        <source>%n bad frame(s)</source>
        <translation>
            <numerusform>%n 错误帧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n retried</source>
        <translation>
            <numerusform>重试 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Good frames: {n}</source>
        <translation>正确帧：{n}</translation>
    </message>
    <message>
        <source>Damaged frames: {n}</source>
        <translation>错误帧：{n}</translation>
    </message>
    <message>
        <source>Bytes in no frame: {n}</source>
        <translation>帧外字节：{n}</translation>
    </message>
    <message>
        <source>Requests sent again: {n}</source>
        <translation>重发请求：{n}</translation>
    </message>
    <message>
        <source>Requests nobody answered: {n}</source>
        <translation>无应答请求：{n}</translation>
    </message>
    <message>
        <source>Latency: {n} ms</source>
        <translation>延迟：{n} ms</translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s), show them in Status</source>
        <translation>
            <numerusform>%n 项警告，在“状态”中查看</numerusform>
        </translation>
    </message>
    <message>
        <source>{name}, {role}. Click to sign out (Ctrl+Shift+L).</source>
        <translation>{name}，{role}。点击退出登录（Ctrl+Shift+L）。</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Nobody is signed in; the desk only reads (Ctrl+Shift+L).</source>
        <translation>未登录；本工作台只读（Ctrl+Shift+L）。</translation>
    </message>
    <message>
        <source>Writing unlocked</source>
        <translation>写入已解锁</translation>
    </message>
    <message>
        <source>Read only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Writing is allowed. Click to make the desk read-only again (Ctrl+L).</source>
        <translation>允许写入。点击恢复为只读（Ctrl+L）。</translation>
    </message>
    <message>
        <source>The desk only reads. Click to allow writing (Ctrl+L).</source>
        <translation>当前只读。点击以允许写入（Ctrl+L）。</translation>
    </message>
</context>
<context>
    <name>SwitchRow</name>
    <message>
        <source>set here</source>
        <translation>此处设置</translation>
    </message>
    <message>
        <source>inherited</source>
        <translation>继承</translation>
    </message>
    <message>
        <source>Severity of “{name}”</source>
        <translation>“{name}”的级别</translation>
    </message>
    <message>
        <source>after</source>
        <translation>延时</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Delay of “{name}”</source>
        <translation>“{name}”的延时</translation>
    </message>
    <message>
        <source>below</source>
        <translation>低于</translation>
    </message>
    <message>
        <source>Threshold of “{name}”</source>
        <translation>“{name}”的阈值</translation>
    </message>
    <message>
        <source>Inherit “{name}” again</source>
        <translation>恢复继承“{name}”</translation>
    </message>
</context>
<context>
    <name>TargetStep</name>
    <message>
        <source>What to calibrate</source>
        <translation>校准项目</translation>
    </message>
    <message>
        <source>Before you go on</source>
        <translation>继续之前</translation>
    </message>
    <message>
        <source>The board reads</source>
        <translation>保护板读数</translation>
    </message>
    <message>
        <source>Way back: the former correction can be put back.</source>
        <translation>恢复方法：可恢复之前的修正值。</translation>
    </message>
</context>
<context>
    <name>Tip</name>
    <message>
        <source>Bytes {raw} = {number}</source>
        <translation>字节 {raw} = {number}</translation>
    </message>
    <message>
        <source>Bytes {raw}</source>
        <translation>字节 {raw}</translation>
    </message>
    <message>
        <source>Read as {scale}</source>
        <translation>换算：{scale}</translation>
    </message>
    <message>
        <source>Received {age}</source>
        <translation>接收于 {age}</translation>
    </message>
    <message>
        <source>Stale: received {age}</source>
        <translation>数据过期：接收于 {age}</translation>
    </message>
    <message>
        <source>Computed by the desk, no register holds it</source>
        <translation>由软件计算，没有对应的寄存器</translation>
    </message>
    <message>
        <source>Implausible, shown as received</source>
        <translation>不可信，按接收值显示</translation>
    </message>
</context>
<context>
    <name>Track</name>
    <message>
        <source>Open a track</source>
        <translation>打开轨迹</translation>
    </message>
    <message>
        <source>Save the track</source>
        <translation>保存轨迹</translation>
    </message>
    <message>
        <source>Tracks (*.gpx *.kml)</source>
        <translation>轨迹 (*.gpx *.kml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>GPX with times (*.gpx)</source>
        <translation>带时间的 GPX (*.gpx)</translation>
    </message>
    <message>
        <source>KML with times (*.kml)</source>
        <translation>带时间的 KML (*.kml)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>Its times have no zone; they are taken as UTC.</source>
        <translation>文件中的时间没有时区，按 UTC 处理。</translation>
    </message>
    <message>
        <source>Lines without times are shown on the map, not played.</source>
        <translation>没有时间的线条只在地图上显示，不能播放。</translation>
    </message>
    <message>
        <source>Left out: {untimed} points without a time, {doubled} doubled.</source>
        <translation>已略去：{untimed} 个没有时间的点，{doubled} 个重复的点。</translation>
    </message>
    <message>
        <source>Stop from {start}, {duration}</source>
        <translation>{start} 起停车 {duration}</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>End</source>
        <translation>终点</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>航向</translation>
    </message>
    <message>
        <source>Satellites</source>
        <translation>卫星数</translation>
    </message>
    <message>
        <source>Marks of the report</source>
        <translation>上报标记</translation>
    </message>
    <message>
        <source>Trip</source>
        <translation>行程</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停车</translation>
    </message>
    <message>
        <source>on average {average} km/h, at most {top}</source>
        <translation>平均 {average} km/h，最高 {top}</translation>
    </message>
    <message>
        <source>Distance: {quality}</source>
        <translation>里程：{quality}</translation>
    </message>
    <message>
        <source>Ended because {reason}</source>
        <translation>结束原因：{reason}</translation>
    </message>
    <message>
        <source>{energy} Wh, {per_km} Wh/km</source>
        <translation>{energy} Wh，{per_km} Wh/km</translation>
    </message>
    <message>
        <source>good</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>一般</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>估算</translation>
    </message>
    <message>
        <source>it stopped</source>
        <translation>已停车</translation>
    </message>
    <message>
        <source>nothing was heard for a while</source>
        <translation>一段时间没有上报</translation>
    </message>
    <message>
        <source>no more reports yet</source>
        <translation>尚无更多上报</translation>
    </message>
    <message>
        <source>told late</source>
        <translation>补传</translation>
    </message>
    <message>
        <source>clock of the tracker wrong</source>
        <translation>定位器时钟有误</translation>
    </message>
    <message>
        <source>weak reception</source>
        <translation>信号弱</translation>
    </message>
    <message>
        <source>a part was not seen</source>
        <translation>部分路段未监测</translation>
    </message>
    <message>
        <source>faster than it can be</source>
        <translation>速度异常</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>SOC</source>
        <translation>SOC</translation>
    </message>
    <message>
        <source>Current</source>
        <translation>电流</translation>
    </message>
    <message>
        <source>{h} h {m:02d} min</source>
        <translation>{h} 小时 {m:02d} 分</translation>
    </message>
    <message>
        <source>{m} min</source>
        <translation>{m} 分钟</translation>
    </message>
    <message>
        <source>{s} s</source>
        <translation>{s} 秒</translation>
    </message>
    <message>
        <source>N</source>
        <translation>北</translation>
    </message>
    <message>
        <source>NE</source>
        <translation>东北</translation>
    </message>
    <message>
        <source>E</source>
        <translation>东</translation>
    </message>
    <message>
        <source>SE</source>
        <translation>东南</translation>
    </message>
    <message>
        <source>S</source>
        <translation>南</translation>
    </message>
    <message>
        <source>SW</source>
        <translation>西南</translation>
    </message>
    <message>
        <source>W</source>
        <translation>西</translation>
    </message>
    <message>
        <source>NW</source>
        <translation>西北</translation>
    </message>
</context>
<context>
    <name>TrackBusy</name>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n 个点</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>TrackCells</name>
    <message>
        <source>The server keeps no history of this board.</source>
        <translation>服务器没有这块保护板的历史数据。</translation>
    </message>
    <message>
        <source>Reading the cells…</source>
        <translation>正在读取单体…</translation>
    </message>
    <message>
        <source>No sample of the board in the five minutes before.</source>
        <translation>此前五分钟内没有保护板采样。</translation>
    </message>
    <message>
        <source>Cell {n}: {volts} V</source>
        <translation>单体 {n}：{volts} V</translation>
    </message>
</context>
<context>
    <name>TrackFileTools</name>
    <message>
        <source>Open a GPX or KML file</source>
        <translation>打开 GPX 或 KML 文件</translation>
    </message>
    <message>
        <source>Save or copy the track</source>
        <translation>保存或复制轨迹</translation>
    </message>
    <message>
        <source>Save as GPX, KML or CSV…</source>
        <translation>保存为 GPX、KML 或 CSV…</translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>复制为 CSV</translation>
    </message>
</context>
<context>
    <name>TrackNote</name>
    <message>
        <source>Reading the track…</source>
        <translation>正在读取轨迹…</translation>
    </message>
    <message>
        <source>This file has no times</source>
        <translation>此文件没有时间</translation>
    </message>
    <message>
        <source>Its line is on the map; it cannot be played.</source>
        <translation>线条已显示在地图上，但不能播放。</translation>
    </message>
    <message>
        <source>Not logged in</source>
        <translation>未登录</translation>
    </message>
    <message>
        <source>Log in to a cloud in the panel Account, or open a GPX or KML file here.</source>
        <translation>请在“账户”面板登录云端，或在此打开 GPX 或 KML 文件。</translation>
    </message>
    <message>
        <source>No battery chosen</source>
        <translation>未选择电池</translation>
    </message>
    <message>
        <source>Choose one in the list or on the map.</source>
        <translation>请在列表或地图上选择一块。</translation>
    </message>
    <message>
        <source>Nothing was reported in this stretch of time</source>
        <translation>此时间段内没有上报</translation>
    </message>
    <message>
        <source>Choose another stretch of time.</source>
        <translation>请选择其他时间段。</translation>
    </message>
    <message>
        <source>No track read yet</source>
        <translation>尚未读取轨迹</translation>
    </message>
    <message>
        <source>Read the track</source>
        <translation>读取轨迹</translation>
    </message>
    <message numerus="yes">
        <source>%n report(s) without a place left out.</source>
        <translation>
            <numerusform>已略去 %n 条没有位置的上报。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n report(s) that leap left out.</source>
        <translation>
            <numerusform>已略去 %n 条位置跳变的上报。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n report(s) of the same time left out.</source>
        <translation>
            <numerusform>已略去 %n 条时间重复的上报。</numerusform>
        </translation>
    </message>
    <message>
        <source>The server keeps no history of the board: no SOC, no current.</source>
        <translation>服务器没有保护板的历史数据：无 SOC 和电流。</translation>
    </message>
    <message>
        <source>The board told nothing in this time: no SOC, no current.</source>
        <translation>此时间段内保护板没有上报：无 SOC 和电流。</translation>
    </message>
</context>
<context>
    <name>TrackPanel</name>
    <message>
        <source>Show the whole track on the map</source>
        <translation>在地图上显示整条轨迹</translation>
    </message>
    <message>
        <source>Close the file</source>
        <translation>关闭文件</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>单体</translation>
    </message>
    <message>
        <source>Show the cells at the cursor</source>
        <translation>显示光标处的单体</translation>
    </message>
    <message>
        <source>Colour: {value}</source>
        <translation>颜色：{value}</translation>
    </message>
    <message>
        <source>What the track is coloured by</source>
        <translation>轨迹按什么着色</translation>
    </message>
</context>
<context>
    <name>TrackPlayer</name>
    <message>
        <source>stands for {time}</source>
        <translation>停车 {time}</translation>
    </message>
    <message>
        <source>nothing was heard here</source>
        <translation>此处没有上报</translation>
    </message>
    <message>
        <source>To the start (Home)</source>
        <translation>到起点（Home）</translation>
    </message>
    <message>
        <source>Previous point (←)</source>
        <translation>上一个点（←）</translation>
    </message>
    <message>
        <source>Next point (→)</source>
        <translation>下一个点（→）</translation>
    </message>
    <message>
        <source>To the end (End)</source>
        <translation>到终点（End）</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speed, of real time (+ and −)</source>
        <translation>播放速度，相对实际时间（+ 和 −）</translation>
    </message>
    <message>
        <source>Skip stops</source>
        <translation>跳过停车</translation>
    </message>
    <message>
        <source>Do not wait in stops and where nothing was heard</source>
        <translation>不在停车处和没有上报处等待</translation>
    </message>
    <message>
        <source>Place in the track</source>
        <translation>轨迹中的位置</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>暂停（空格）</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>播放（空格）</translation>
    </message>
</context>
<context>
    <name>TrackRange</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>From – to</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Stretch of time</source>
        <translation>时间段</translation>
    </message>
    <message>
        <source>Which stretch of time, in the time of this machine</source>
        <translation>时间段，按本机时间</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>From, in the time of this machine</source>
        <translation>开始，按本机时间</translation>
    </message>
    <message>
        <source>To, in the time of this machine</source>
        <translation>结束，按本机时间</translation>
    </message>
    <message>
        <source>Load the track again</source>
        <translation>重新读取轨迹</translation>
    </message>
</context>
<context>
    <name>TrackRides</name>
    <message>
        <source>Trips and stops</source>
        <translation>行程与停车</translation>
    </message>
    <message>
        <source>This cloud does not tell trips and stops.</source>
        <translation>此云端不提供行程与停车。</translation>
    </message>
    <message numerus="yes">
        <source>%n trip(s)</source>
        <translation>
            <numerusform>%n 次行程</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stop(s)</source>
        <translation>
            <numerusform>%n 次停车</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Serial port (UART, RS485)</source>
        <translation>串口（UART、RS485）</translation>
    </message>
    <message>
        <source>TCP converter</source>
        <translation>TCP 转换器</translation>
    </message>
    <message>
        <source>Bluetooth</source>
        <translation>蓝牙</translation>
    </message>
    <message>
        <source>Simulated pack</source>
        <translation>模拟电池</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录制文件</translation>
    </message>
</context>
<context>
    <name>TrialCard</name>
    <message>
        <source>Keep</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>保持现状</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Put back now</source>
        <translation>立即恢复</translation>
    </message>
    <message>
        <source>{name} on trial: it is put back in {n} s</source>
        <translation>{name}试切换：{n} 秒后恢复</translation>
    </message>
    <message>
        <source>Putting it back…</source>
        <translation>正在恢复…</translation>
    </message>
    <message>
        <source>It is put back as soon as the board answers</source>
        <translation>保护板一应答就恢复</translation>
    </message>
    <message>
        <source>It could not be put back</source>
        <translation>无法恢复</translation>
    </message>
    <message>
        <source>Left on trial when the desk ended</source>
        <translation>软件结束时仍处于试切换状态</translation>
    </message>
    <message>
        <source>Closing the device, the panel or the desk does not keep it.</source>
        <translation>关闭设备、面板或软件都不会保持它。</translation>
    </message>
    <message>
        <source>If it stays away: connect a charger, or feed the adapter from elsewhere.</source>
        <translation>若一直不应答：请接上充电器，或由别处给适配器供电。</translation>
    </message>
    <message>
        <source>Switched at {time} by {who}; it was never put back.</source>
        <translation>{who} 于 {time} 切换，一直未恢复。</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>某人</translation>
    </message>
</context>
<context>
    <name>TypeTabs</name>
    <message>
        <source>Types of batteries</source>
        <translation>电池类型</translation>
    </message>
</context>
<context>
    <name>UrlDialog</name>
    <message>
        <source>Own tile server</source>
        <translation>自有瓦片服务器</translation>
    </message>
    <message>
        <source>Address of the tiles. This server, and no other, learns which places you look at.</source>
        <translation>瓦片地址。只有该服务器会知道您查看的地点。</translation>
    </message>
    <message>
        <source>These servers, and no others, learn which places you look at. A key can be had at {place}.</source>
        <translation>只有这些服务器会知道您查看的位置。密钥可在 {place} 申请。</translation>
    </message>
    <message>
        <source>as it was</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Key for {key}, if it has one</source>
        <translation>{key} 的密钥（如有）</translation>
    </message>
    <message>
        <source>Datum of the map</source>
        <translation>地图坐标系</translation>
    </message>
    <message>
        <source>Whose map it is</source>
        <translation>地图版权说明</translation>
    </message>
    <message>
        <source>A key is kept in the keyring of the system; without one until this desk closes.</source>
        <translation>密钥保存在系统密钥环中；没有密钥环时保留到本程序关闭。</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ValueName</name>
    <message>
        <source>Cell {number}</source>
        <translation>单体 {number}</translation>
    </message>
    <message>
        <source>Protections</source>
        <translation>保护</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>Balancing cells</source>
        <translation>正在均衡的单体</translation>
    </message>
    <message>
        <source>Humidity</source>
        <translation>湿度</translation>
    </message>
    <message>
        <source>Requested charge current</source>
        <translation>请求充电电流</translation>
    </message>
    <message>
        <source>Highest charge voltage</source>
        <translation>最高充电电压</translation>
    </message>
    <message>
        <source>Charging permitted</source>
        <translation>允许充电</translation>
    </message>
</context>
<context>
    <name>WaitStep</name>
    <message>
        <source>Waiting until board and meter are steady…</source>
        <translation>正在等待保护板和仪表稳定…</translation>
    </message>
    <message>
        <source>board</source>
        <translation>保护板</translation>
    </message>
    <message>
        <source>meter</source>
        <translation>仪表</translation>
    </message>
    <message>
        <source>The board reads</source>
        <translation>保护板读数</translation>
    </message>
    <message>
        <source>The meter reads</source>
        <translation>仪表读数</translation>
    </message>
    <message>
        <source>typed</source>
        <translation>手动输入</translation>
    </message>
    <message>
        <source>{seconds} s; given up after {most} s</source>
        <translation>{seconds} 秒；{most} 秒后放弃</translation>
    </message>
</context>
<context>
    <name>Wake</name>
    <message>
        <source>The board answers</source>
        <translation>保护板有应答</translation>
    </message>
    <message>
        <source>There is nothing to wake.</source>
        <translation>无需唤醒。</translation>
    </message>
    <message>
        <source>The board was asleep and is awake now</source>
        <translation>保护板刚才在休眠，现已唤醒</translation>
    </message>
    <message>
        <source>It may fall asleep again when nobody asks it.</source>
        <translation>无人查询时它可能再次休眠。</translation>
    </message>
    <message>
        <source>The board is probably asleep</source>
        <translation>保护板可能已休眠</translation>
    </message>
    <message>
        <source>Wake it as below; it is read again by itself.</source>
        <translation>请按以下步骤唤醒；之后软件会自动继续读取。</translation>
    </message>
    <message>
        <source>No answer; why cannot be told from here</source>
        <translation>无应答，从这里无法判断原因</translation>
    </message>
    <message>
        <source>The board may be asleep, dead or not plugged in, A and B may be swapped, or speed or address be wrong: on the line all of these look the same.</source>
        <translation>保护板可能在休眠、已损坏或未接好，A、B 可能接反，波特率或地址也可能不对：从线路上看都一样。</translation>
    </message>
    <message>
        <source>The board no longer answers, waking did not help</source>
        <translation>保护板不再应答，唤醒无效</translation>
    </message>
    <message>
        <source>It sleeps so deeply that only the steps below wake it, or its plug, its power or the board itself has failed.</source>
        <translation>它可能处于深度休眠，只有以下步骤才能唤醒；也可能是插头、供电或保护板本身出了故障。</translation>
    </message>
    <message>
        <source>The adapter works, the board is silent</source>
        <translation>适配器正常，保护板无应答</translation>
    </message>
    <message>
        <source>The board may be asleep, dead or not plugged in, A and B may be swapped behind the adapter, or speed or address be wrong.</source>
        <translation>保护板可能在休眠、已损坏或未接好，适配器之后的 A、B 可能接反，波特率或地址也可能不对。</translation>
    </message>
    <message>
        <source>The board is near and awake, but lets nobody in</source>
        <translation>保护板就在附近且未休眠，但不接受连接</translation>
    </message>
    <message>
        <source>Most often a phone is connected to it: close the app there.</source>
        <translation>多半是有手机连接着它：请关闭该手机上的 App。</translation>
    </message>
    <message>
        <source>Somebody sends, but at another speed or over a bad line</source>
        <translation>有设备在发送，但波特率不同或线路不良</translation>
    </message>
    <message>
        <source>This is no sleep. Choose another baud rate or protocol, or let the desk find the battery; then check A, B and ground.</source>
        <translation>这不是休眠。请选择其他波特率或协议，或让软件查找电池；然后检查 A、B 和地线。</translation>
    </message>
    <message>
        <source>The board sends, but what arrives is damaged</source>
        <translation>保护板在发送，但收到的数据已损坏</translation>
    </message>
    <message>
        <source>This is no sleep: the speed was right before. Check plug, cable and ground, and that nobody else sends on this line.</source>
        <translation>这不是休眠：之前波特率是对的。请检查插头、线缆和地线，并确认线路上没有其他设备在发送。</translation>
    </message>
    <message>
        <source>Somebody talks on this line, but not to the desk</source>
        <translation>线路上有设备在通信，但不是对本软件应答</translation>
    </message>
    <message>
        <source>Check protocol and address, and unplug other masters of this bus.</source>
        <translation>请检查协议和地址，并断开总线上的其他主站。</translation>
    </message>
    <message>
        <source>There is nothing at this address now</source>
        <translation>该地址处目前没有设备</translation>
    </message>
    <message>
        <source>Port, converter or radio is not there. Over Bluetooth this is also what a board looks like that sleeps, is out of range or is connected to a phone.</source>
        <translation>串口、转换器或蓝牙设备不存在。对蓝牙而言，休眠、超出范围或已连接手机的保护板也是这种表现。</translation>
    </message>
    <message>
        <source>The board could not be asked</source>
        <translation>无法查询保护板</translation>
    </message>
    <message>
        <source>Nothing is known of it: mend the link first, as the error says.</source>
        <translation>对它一无所知：请先按错误提示修复连接。</translation>
    </message>
    <message>
        <source>Nothing is known of this board yet</source>
        <translation>对该保护板尚无了解</translation>
    </message>
    <message>
        <source>Try to wake it: the desk asks it several times, read only.</source>
        <translation>请尝试唤醒：软件会多次查询，只读取。</translation>
    </message>
    <message>
        <source>The port opens: computer and adapter are in order.</source>
        <translation>串口可以打开：电脑和适配器正常。</translation>
    </message>
    <message>
        <source>The converter accepts the connection.</source>
        <translation>转换器接受连接。</translation>
    </message>
    <message>
        <source>The Bluetooth module is connected, so it has power.</source>
        <translation>蓝牙模块已连接，说明它有电。</translation>
    </message>
    <message>
        <source>The link could not be opened.</source>
        <translation>连接无法打开。</translation>
    </message>
    <message>
        <source>There is no such port or host.</source>
        <translation>没有这个串口或主机。</translation>
    </message>
    <message>
        <source>It announces itself over Bluetooth.</source>
        <translation>能收到它的蓝牙广播。</translation>
    </message>
    <message>
        <source>It does not announce itself over Bluetooth.</source>
        <translation>收不到它的蓝牙广播。</translation>
    </message>
    <message>
        <source>It does not accept a connection.</source>
        <translation>它不接受连接。</translation>
    </message>
    <message>
        <source>{n} bytes came before anything was asked.</source>
        <translation>查询之前已收到 {n} 个字节。</translation>
    </message>
    <message>
        <source>Asked {n} times, without an answer.</source>
        <translation>查询 {n} 次，均无应答。</translation>
    </message>
    <message>
        <source>The first ask was answered.</source>
        <translation>第一次查询即有应答。</translation>
    </message>
    <message>
        <source>Ask {n} was answered, those before it were not.</source>
        <translation>第 {n} 次查询有应答，之前的没有。</translation>
    </message>
    <message>
        <source>After that, {n} asks were not answered.</source>
        <translation>此后 {n} 次查询无应答。</translation>
    </message>
    <message>
        <source>{n} bytes came that belong to no frame.</source>
        <translation>收到 {n} 个不属于任何帧的字节。</translation>
    </message>
    <message>
        <source>{n} good frames came that answer nothing of ours.</source>
        <translation>收到 {n} 个正确帧，但都不是对本软件的应答。</translation>
    </message>
    <message>
        <source>Only our own bytes come back.</source>
        <translation>只收到自己发出的字节（回显）。</translation>
    </message>
    <message>
        <source>Not a single byte came.</source>
        <translation>没有收到任何字节。</translation>
    </message>
    <message>
        <source>Another board on this line answers.</source>
        <translation>同一线路上的另一块保护板有应答。</translation>
    </message>
    <message>
        <source>It has not answered in this connection.</source>
        <translation>本次连接中它从未应答。</translation>
    </message>
    <message>
        <source>It answered earlier in this connection.</source>
        <translation>本次连接中它之前有过应答。</translation>
    </message>
    <message>
        <source>Its under-voltage protection was on then.</source>
        <translation>当时处于欠压保护。</translation>
    </message>
    <message>
        <source>Its charge was {n} % then.</source>
        <translation>当时电量为 {n} %。</translation>
    </message>
    <message>
        <source>No current had flowed for {n} min.</source>
        <translation>此前已 {n} 分钟没有电流。</translation>
    </message>
    <message>
        <source>Nobody had asked it for {n} s.</source>
        <translation>此前已 {n} 秒无人查询。</translation>
    </message>
    <message>
        <source>Boards of this kind are known to sleep.</source>
        <translation>已知这类保护板会休眠。</translation>
    </message>
    <message>
        <source>Whether this kind of board sleeps is not known.</source>
        <translation>不清楚这类保护板是否会休眠。</translation>
    </message>
    <message>
        <source>The desk asks several times: the first ask may only wake it.</source>
        <translation>软件会多次查询：第一次查询可能只起唤醒作用。</translation>
    </message>
    <message>
        <source>Press its button for 3 s, if it has one.</source>
        <translation>若有按键，请按住 3 秒。</translation>
    </message>
    <message>
        <source>Connect a charger: that wakes also a board that switched itself off when empty.</source>
        <translation>接上充电器：因电量耗尽而自行关机的保护板也能由此唤醒。</translation>
    </message>
    <message>
        <source>Switch a load on for a moment.</source>
        <translation>短暂接通负载。</translation>
    </message>
    <message>
        <source>Check plug, A and B (swap them once), ground and baud rate.</source>
        <translation>检查插头、A 和 B（可对调一次）、地线和波特率。</translation>
    </message>
    <message>
        <source>Go nearer, and close the app on every phone that knows the board.</source>
        <translation>靠近一些，并关闭所有连接过该保护板的手机上的 App。</translation>
    </message>
    <message>
        <source>The desk asks again and again: after sleep the first ask is lost.</source>
        <translation>软件会反复查询：休眠后的第一次查询会丢失。</translation>
    </message>
    <message>
        <source>The desk listens for it and reads it anew.</source>
        <translation>软件会监听它的广播并重新读取。</translation>
    </message>
    <message>
        <source>Press its activation button, or bridge the activation pin (S1).</source>
        <translation>按下激活按键，或短接激活引脚（S1）。</translation>
    </message>
    <message>
        <source>Common practice; no document says so.</source>
        <translation>通行做法，没有文档说明。</translation>
    </message>
    <message>
        <source>Known from: {source}</source>
        <translation>来源：{source}</translation>
    </message>
</context>
<context>
    <name>WakeLine</name>
    <message>
        <source>Wake…</source>
        <translation>唤醒…</translation>
    </message>
    <message>
        <source>What is known of this board, and how it is woken</source>
        <translation>该保护板的已知情况和唤醒办法</translation>
    </message>
</context>
<context>
    <name>WakeView</name>
    <message>
        <source>What is known</source>
        <translation>已知情况</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>Try to wake</source>
        <translation>尝试唤醒</translation>
    </message>
    <message>
        <source>{what} It only reads.</source>
        <translation>{what}只读取。</translation>
    </message>
    <message>
        <source>What you can do</source>
        <translation>可以这样做</translation>
    </message>
    <message>
        <source>Asking, {n} of {of}; it only reads</source>
        <translation>正在查询，第 {n} 次（共 {of} 次）；只读取</translation>
    </message>
    <message>
        <source>Listening whether it announces itself, then connecting</source>
        <translation>正在监听其广播，然后连接</translation>
    </message>
    <message>
        <source>Opening the line, listening who talks</source>
        <translation>正在打开线路，监听是否有设备在通信</translation>
    </message>
</context>
<context>
    <name>WarningBox</name>
    <message>
        <source>Nothing is written yet. Choose the warnings that are meant so; packs with another one are left out.</source>
        <translation>尚未写入任何内容。请勾选确属有意的警告；有其他警告的电池将被跳过。</translation>
    </message>
    <message>
        <source>Yes, for 1 pack</source>
        <translation>确认，用于 1 块电池</translation>
    </message>
    <message>
        <source>Yes, for {count} packs</source>
        <translation>确认，用于 {count} 块电池</translation>
    </message>
</context>
<context>
    <name>Word</name>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>已锁</translation>
    </message>
    <message>
        <source>unlocked</source>
        <translation>未锁</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>静置</translation>
    </message>
    <message>
        <source>charging</source>
        <translation>充电</translation>
    </message>
    <message>
        <source>discharging</source>
        <translation>放电</translation>
    </message>
    <message>
        <source>ternary</source>
        <translation>三元</translation>
    </message>
    <message>
        <source>lithium iron</source>
        <translation>铁锂</translation>
    </message>
    <message>
        <source>manganese</source>
        <translation>锰酸锂</translation>
    </message>
    <message>
        <source>titanate</source>
        <translation>钛酸锂</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>open circuit</source>
        <translation>开路</translation>
    </message>
    <message>
        <source>short circuit</source>
        <translation>短路</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>not reported</source>
        <translation>未上报</translation>
    </message>
    <message>
        <source>not written</source>
        <translation>未写入</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>Bench</source>
        <translation>工作台</translation>
    </message>
    <message>
        <source>Read, set and repair one pack</source>
        <translation>读取、设置和维修一块电池</translation>
    </message>
    <message>
        <source>EOL</source>
        <translation>下线测试</translation>
    </message>
    <message>
        <source>End-of-line test: few panels, large figures</source>
        <translation>下线测试：面板少，数字大</translation>
    </message>
    <message>
        <source>Support</source>
        <translation>技术支持</translation>
    </message>
    <message>
        <source>Replay a log and find the cause</source>
        <translation>回放录制文件，查找原因</translation>
    </message>
    <message>
        <source>Fleet</source>
        <translation>车队</translation>
    </message>
    <message>
        <source>Batteries in the field: list, map, track, alarms</source>
        <translation>在外的电池：列表、地图、轨迹、告警</translation>
    </message>
</context>
<context>
    <name>WorkspaceSwitch</name>
    <message>
        <source>Workspace</source>
        <translation>工作区</translation>
    </message>
</context>
</TS>
