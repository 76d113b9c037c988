<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>Plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished">状态</translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows of a module</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Modules stand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gap between modules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cells in parallel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as there is room</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>below each other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>beside each other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>small</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>middle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every other row runs backwards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As there is room, no modules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{cells} cells in {modules} module(s) of {size}</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chemistry unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bars {bottom} to {top} V · {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>without “?”</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} cells in parallel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Chooser</name>
    <message>
        <source>Search a value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values to plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usual values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished">完成</translation>
    </message>
    <message>
        <source>Not reported by this board</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} of {most} chosen</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CommentLine</name>
    <message>
        <source>Comment here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is to be remembered of this moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished">取消</translation>
    </message>
</context>
<context>
    <name>ConfirmCard</name>
    <message>
        <source>{what}: {name}?</source>
        <translation>{what}：{name}？</translation>
    </message>
    <message>
        <source>Way back: {text}</source>
        <translation>恢复办法：{text}</translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find out</source>
        <translation>自动识别</translation>
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
        <source>Switching discharge off cuts the power of everything the pack feeds: the vehicle, and this link too if its adapter or Bluetooth module runs from the pack&apos;s output.</source>
        <translation>关闭放电会切断该电池供电的一切设备：车辆，以及由电池输出供电的适配器或蓝牙模块（此时本连接也会中断）。</translation>
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
        <translation>锁功能打开后，RS485 主机可以锁定电池。</translation>
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
        <source>A snapshot is kept in the history before it is sent.</source>
        <translation>发送前会在历史记录中保存一份快照。</translation>
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
        <translation>RS485主机将不能再锁定电池。</translation>
    </message>
    <message>
        <source>Switch it off here again.</source>
        <translation>在此处重新关闭。</translation>
    </message>
    <message>
        <source>Switch it on here again.</source>
        <translation>在此处重新打开。</translation>
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
        <source>Not on this board: {n}</source>
        <translation>本保护板不支持：{n} 项</translation>
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
    <name>DeviceCommands</name>
    <message>
        <source>no device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings files (*.json)</source>
        <translation type="unfinished"></translation>
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
        <source>Connect…</source>
        <translation>连接…</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近使用</translation>
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
        <translation type="unfinished"></translation>
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
        <source>Port {where} is in use by another program.</source>
        <translation>端口 {where} 正被其他程序占用。</translation>
    </message>
    <message>
        <source>Close the other program or window that holds this port, then try again.</source>
        <translation>请关闭占用该端口的程序或窗口后重试。</translation>
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
        <translation>记录 {where} 已播放完毕。</translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press Ctrl+R to take it back.</source>
        <translation type="unfinished"></translation>
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
        <translation>通常是波特率或协议不对，或总线上有两个主机。</translation>
    </message>
    <message>
        <source>{where} sends bytes, but none that make a valid frame ({what}, {tries} tries); {unasked} of them came before anything was asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else talks on this line, or the baud rate is wrong, or A and B are swapped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On {where} another master {what}. Nothing was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unplug the other master, or add share=on to the address to ask in the gaps it leaves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where} was never quiet long enough to ask for {what}; nothing was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another master leaves no gap on this line. Unplug it, or slow it down.</source>
        <translation type="unfinished"></translation>
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
        <translation>{where} 是记录文件，不能写入。</translation>
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
        <translation>同一总线上可能有另一个主机在通信。</translation>
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
        <translation>保护板拒绝了 {what}（代码 {code}：{meaning}）。</translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent. Its status can be read.</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent. Write plain letters, digits and signs (ASCII).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} cannot be erased on this board.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent. Write a text.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is shown only; it cannot be written on this board.</source>
        <translation>{name} 仅供显示，在本保护板上不能写入。</translation>
    </message>
    <message>
        <source>Nothing was sent. {detail}</source>
        <translation>未发送任何内容。{detail}</translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It answered all the time. Restart it by its power switch or button.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} was sent, but no setting has changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Either they were the factory&apos;s already, or the board ignores it. Read them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} was sent and the clock shows this time, but it does not run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the clock again; its battery may be empty.</source>
        <translation type="unfinished"></translation>
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
        <source>{path}, line {line}: {detail}. Problems in all: {count}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“profiles check FILE” lists all of them. Nothing was sent to the board.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The protocol “{protocol}” needs the board&apos;s register map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name its file: protocol=modbus&amp;profile=FILE. “profiles list” shows files to copy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path}, line {line}: {detail}.</source>
        <translation>{path} 第 {line} 行：{detail}。</translation>
    </message>
    <message>
        <source>The file is of another kind, or damaged there: take that line out, or choose another file.</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was ended before anything crossed the link. Record again, for longer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The times in {path} make no date.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correct “started” in its first line, or the times after it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} was recorded with the protocol “{protocol}”, which is not known here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Known are: {known}. Install what brings that protocol, or name one of these: --protocol KEY, or ?protocol=KEY behind the address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} holds no good frame of {protocol} ({bad_frames} damaged frames, {ignored_bytes} bytes in none).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If another protocol was recorded, name it: --protocol KEY, or ?protocol=KEY behind the address. Else baud rate or wiring were wrong when it was recorded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording {where} does not have this, not up to here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play on or go to a later time; it may never have been read from the board.</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Course</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ExtendPanel</name>
    <message>
        <source>This board reports nothing beyond the common set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter: register, hex or name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the selected rows, or all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the rows as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read the registers of the settings from the board</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raw registers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the first values…</source>
        <translation type="unfinished">正在等待首次数据…</translation>
    </message>
    <message>
        <source>Its settings cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>settings read at {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the settings…</source>
        <translation type="unfinished">正在读取参数…</translation>
    </message>
    <message>
        <source>No raw bytes are kept of what this board has told so far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the registers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FieldHelp</name>
    <message>
        <source>Esc closes. F1 again lists all keys.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilterLine</name>
    <message>
        <source>Both ways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>→ Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>← Received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only bad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only writes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter: hex or words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the newest row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy rows, show text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as hex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as lines of a capture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as a decode command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show bytes as text too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on, {count} rows are waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause the table; nothing is lost</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>{a} ({a_value}) must be above {b} ({b_value}).</source>
        <translation>{a}（{a_value}）必须高于{b}（{b_value}）。</translation>
    </message>
    <message>
        <source>{a} ({a_value}) must not be below {b} ({b_value}).</source>
        <translation>{a}（{a_value}）不得低于{b}（{b_value}）。</translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>Ask for {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: refused, {meaning}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>factory mode entry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>factory mode exit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>basic info</source>
        <translation type="unfinished">基本信息</translation>
    </message>
    <message>
        <source>cell voltages</source>
        <translation type="unfinished">单体电压</translation>
    </message>
    <message>
        <source>name</source>
        <translation type="unfinished">设备名称</translation>
    </message>
    <message>
        <source>protection counters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MOSFET switches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>extended parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>factory mode exit with save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>register {register}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}: written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>register {first}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>registers {first} to {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>coil {first}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>coils {first} to {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply of function {function}, its request was not heard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused, {meaning}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Belongs to no frame, ignored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protocol not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damaged: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damaged frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another master: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request {command}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reply {command}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} cells, {low} to {high} V</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} counters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text} and {count} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contradicts itself: {text}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FrameDetails</name>
    <message>
        <source>Offset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read as</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FramePart</name>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read or write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Register</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished">状态</translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checksum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Function</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FramesModel</name>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>received</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FramesPanel</name>
    <message>
        <source>Engineer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shows a line that sends any bytes to the board; off at every start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the file as a device that plays</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the file, back to the device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames, newest last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fields of the selected frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{good} frames · {bad} bad · {ignored} bytes ignored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No row passes the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is in this file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has crossed this link yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a captured file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Captures (*.jsonl)</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment: {text}</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{bytes} bytes before we asked, {where}</source>
        <translation type="unfinished"></translation>
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
        <source>Raw bytes → {bytes}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>✓ answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>? no answer</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a field: empty it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In Cells: zoom to the spread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In Plot: crosshair, range, statistics of the range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In Plot: zoom in and out, fit the axes, whole time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In Plot: a strip for each unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In Journal: copy the line, or all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play or pause the recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous or next sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next or previous event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop: end a connect or a read, close what lies on top</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>KeyboardHelp</name>
    <message>
        <source>Keyboard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key writes to a device: what would be written is shown first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panels</source>
        <translation type="unfinished">面板</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation type="unfinished">记录</translation>
    </message>
    <message>
        <source>In panels</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished">不可信</translation>
    </message>
    <message>
        <source>old</source>
        <translation type="unfinished"></translation>
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
        <translation>记录</translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ENDED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GARBLED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>REFUSED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>LINK LOST</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RELEASED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was recorded here, last values {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End of the recording, last values {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asleep, last values {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not understood, last values {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused, last values {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link lost, last values {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection failed, last values {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Released, last values {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected, last values {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End of the recording, without a value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not understood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Link lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The recording has a gap here. Play on, or go to another time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it again to play it from the start.</source>
        <translation type="unfinished">重新打开即可从头播放。</translation>
    </message>
    <message>
        <source>The line is there and the board answered before. Wake it by charger, load or button; if it stays silent, check plug and address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check baud rate and wiring, and that nobody else talks on this line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board answers but will not be read now: it may be locked, or in another mode. Unlock or restart it; the desk keeps asking.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plug {where} in again or come nearer; the desk reconnects by itself.</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>未连接</translation>
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
        <source>The board does not answer; it may be asleep.</source>
        <translation>保护板无应答，可能处于休眠。</translation>
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
        <source>The board answers, but refuses to be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The link is released; Ctrl+R takes it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is a recording; nothing can be sent to it.</source>
        <translation>这是记录回放，不能发送任何内容。</translation>
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
    <name>Map</name>
    <message>
        <source>Maps from a server need Qt WebEngine, which is not in use here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample map (not a real place)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map file (MBTiles)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OpenStreetMap, from the internet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own tile server…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has to begin with https:// or http://.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It names no server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It needs the places {z}, {x} and {y}, and no others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Farther</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished">状态</translation>
    </message>
    <message>
        <source>SOC</source>
        <translation type="unfinished">SOC</translation>
    </message>
    <message>
        <source>Voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This board reports no position.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not located yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not located now, the last position is shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} satellites in view, waiting for a fix.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for a fix; under an open sky it takes a minute.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MapPanel</name>
    <message>
        <source>Keep the selected device in the middle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole track</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect…</source>
        <translation>连接…</translation>
    </message>
    <message>
        <source>Open recording…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read all</source>
        <translation>全部读取</translation>
    </message>
    <message>
        <source>Release the link, or take it back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment here…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lock or unlock writing</source>
        <translation>锁定或解锁写入</translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>恢复默认布局</translation>
    </message>
    <message>
        <source>Help and keyboard</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
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
        <source>Also changed, though not written: {names}.</source>
        <translation>未写入但也发生改变：{names}。</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Setting</source>
        <translation type="unfinished">参数</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a setting, command, panel or device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has these letters in its name.</source>
        <translation type="unfinished"></translation>
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
        <translation>单体电压</translation>
    </message>
    <message>
        <source>Plot</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frames</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extend</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Plot</name>
    <message>
        <source>Choose values…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Crosshair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Range between two cursors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean, lowest and highest of the range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A strip for each unit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit the axes to what is seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the shown values as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What can be done with the plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text} ({key})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lowest</source>
        <translation type="unfinished">最低</translation>
    </message>
    <message>
        <source>highest</source>
        <translation type="unfinished">最高</translation>
    </message>
    <message>
        <source>{begin} to {end}: {span}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the shown values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comma-separated values (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pack</source>
        <translation type="unfinished">总电压</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation type="unfinished">单体电压</translation>
    </message>
    <message>
        <source>Temperatures</source>
        <translation type="unfinished">温度单位</translation>
    </message>
    <message>
        <source>Tracker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Extras of this board</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worst cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worst cell ({n})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pack voltage</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlotPanel</name>
    <message>
        <source>Choose values…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plot of the chosen values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This board reports no status.</source>
        <translation type="unfinished">本保护板不上报状态。</translation>
    </message>
    <message>
        <source>Loading the recording…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose values here, or click a cell.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose others: what it does not report is grey in the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This board reports none of the chosen values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whole</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all of the recording again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the newest values again (double click)</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No document says how the board keeps this text, so it is only shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This board answers the China Tower map only. Settings, counters and switches need the vendor&apos;s register map, which is not public.</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished">停止</translation>
    </message>
    <message>
        <source>Record</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write every byte that crosses this link to a file, from now on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder of the recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the frames of a captured file…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Registers</name>
    <message>
        <source>Register</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What lives there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsigned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed, before: {raw}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Replay</name>
    <message>
        <source>Open a recording</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recordings (*.jsonl)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} came</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} went</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} from the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what}: {old} → {new}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing recorded for {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReplayBar</name>
    <message>
        <source>Cut off in line {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No sample in it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One sample in {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who recorded was stopped there; everything before is shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading… {n} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous event (P)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous sample (←)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next sample (→)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next event (N)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin again at the end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place in the recording</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Request</name>
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
    <message>
        <source>Change the values so that they agree; until then nothing is written.</source>
        <translation>请修改数值使其一致；在此之前不会写入。</translation>
    </message>
    <message>
        <source>On the board already: {finding}</source>
        <translation>保护板上已有：{finding}</translation>
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
    <name>SendConsole</name>
    <message>
        <source>✓ Heard after {seconds} s:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>? Sent; nobody answered within {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>× Not sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>? It may have been sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends any bytes. A wrong write can cut the power or lock the pack, and nothing reads it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that is sent stands in the journal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes in hex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes to send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add start and checksum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished">取消</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no plain read. Send it to the board?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or in words: {examples}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write bytes as pairs of 0-9 and A-F.</source>
        <translation type="unfinished">请用成对的 0-9 和 A-F 书写字节。</translation>
    </message>
    <message>
        <source>No frame of this protocol can be made of these bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not a whole frame of this protocol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell voltage at 90 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell voltage at 70 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell voltage at 50 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell voltage at 30 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cell voltage at 10 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPS shutdown voltage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPS shutdown delay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sleep time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correction interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smallest current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learned capacity (raw)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>BMS code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Battery model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hardware name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unique number of the chip</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This board cannot erase it</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>erases what is there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Allowed: {minimum} to {maximum} {unit}</source>
        <translation>允许：{minimum} 至 {maximum} {unit}</translation>
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
        <source>acts earlier</source>
        <translation>更早动作</translation>
    </message>
    <message>
        <source>acts later</source>
        <translation>更晚动作</translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Below it the board cuts the power of its tracker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long the voltage must be low before the tracker loses its power.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long the board is idle before it sleeps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often the board corrects its charge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the documents call the minimum current.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The number as it is, for support; its unit is unknown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Twelve bytes in hex.</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use {value}</source>
        <translation>用 {value}</translation>
    </message>
    <message>
        <source>{text} mV = {value}?</source>
        <translation>{text} mV = {value}？</translation>
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
    <name>SourceMenu</name>
    <message>
        <source>Open a map file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Map files (*.mbtiles)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
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
    <message>
        <source>{name} (computed)</source>
        <translation>{name}（计算值）</translation>
    </message>
    <message>
        <source>Differences since {time}</source>
        <translation>自 {time} 以来的变化</translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Course</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no SIM</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>locked by its PIN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} ahead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board&apos;s clock agrees with this computer&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board&apos;s clock is {time} behind this computer&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The board&apos;s clock is {time} ahead of this computer&apos;s.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} d {m} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} h {m} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} min {m} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation type="unfinished"></translation>
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
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
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
    <name>Tip</name>
    <message>
        <source>Bytes {raw} = {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes {raw}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read as {scale}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stale: received {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computed by the desk, no register holds it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Implausible, shown as received</source>
        <translation type="unfinished"></translation>
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
        <source>Simulated pack</source>
        <translation>模拟电池</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>记录</translation>
    </message>
</context>
<context>
    <name>UrlDialog</name>
    <message>
        <source>Own tile server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of the tiles. This server, and no other, learns which places you look at.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of the tiles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished">取消</translation>
    </message>
</context>
<context>
    <name>ValueName</name>
    <message>
        <source>Cell {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Faults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Balancing cells</source>
        <translation type="unfinished">正在均衡的单体</translation>
    </message>
    <message>
        <source>Humidity</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read, set and repair one pack</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>EOL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End-of-line test: few panels, large figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Support</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replay a log and find the cause</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WorkspaceSwitch</name>
    <message>
        <source>Workspace</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
