#include "sim/report/messages/messages.h"

#include <array>

namespace muster::sim {

namespace {

constexpr auto all = std::to_array<Message>({
    // The model and its floors.
    {"no exit is given: the {n} doors that lead outside are taken: {}", "未给出出口：取通向室外的 {} 扇门：{}"},
    {"exit '{}' at ({n}, {n}, {n}) has no floor on its inner side", "出口“{}”({}, {}, {}) 的内侧没有楼面"},
    {"exit '{}' leads nowhere: within 3 m beyond its line there is no place to walk to",
     "出口“{}”无处可通：出口线外 3 m 内没有可行走的地面"},
    {"{n} spaces have no floor with {n} m of headroom: {}", "{} 个房间没有净高 {} m 的楼面：{}"},
    {"exit '{}' can be walked round: the floor before its line is connected with that beyond it by a way that crosses "
     "no exit",
     "出口“{}”可被绕过：出口线内外的地面之间有一条不经过任何出口的路"},
    {"not connected to an exit, so that nobody can be there: {n} storeys, {n} spaces and {n} other floors of together "
     "{n} m2: {}; `muster inspect` lists all, a [[link]] or [[strip]] joins them",
     "与出口不连通，故不会有人：{} 个楼层、{} 个房间和其他地面 {} 处，共 {} m²：{}；“muster inspect”列出全部，"
     "可用 [[link]] 或 [[strip]] 连通"},
    {"{} ({n} m in plan and {n} m in height are missing), {}", "{}（平面缺 {} m，高度缺 {} m）、{}"},
    {"{} ({n} m in plan and {n} m in height are missing)", "{}（平面缺 {} m，高度缺 {} m）"},
    {"{} (only a lift leads there that is out of service), {}", "{}（只有一部停用的电梯可达）、{}"},
    {"{} (only a lift leads there that is out of service)", "{}（只有一部停用的电梯可达）"},
    {"{} (a one-way link leads there, but none leads away), {}", "{}（有单向通道可入，无通道可出）、{}"},
    {"{} (a one-way link leads there, but none leads away)", "{}（有单向通道可入，无通道可出）"},
    {"space '{}' ({})", "房间“{}”（{}）"},
    {"space '{}'", "房间“{}”"},
    {"storey '{}'", "楼层“{}”"},
    {"floor of {n} m2", "{} m² 的地面"},
    {"out of service, so that nobody takes them: {}", "停用，无人乘坐：{}"},
    {"no stop leads to an exit over floors, stairs or links: {}", "没有一个停靠层能经楼面、楼梯或通道到达出口：{}"},
    {"no exit is given and no door leads outside: all floors are shown, connected or not",
     "未给出出口，也没有门通向室外：显示全部楼面，不论是否连通"},
    {"the model lies far from its origin: ({n}, {n}, {n}) m were subtracted from every coordinate; give coordinates in "
     "the case file relative to that",
     "模型远离原点：所有坐标已减去 ({}, {}, {}) m；案例文件中的坐标请以此为准"},
    {"{} files do not say which axis points up; {} was taken, because most level area lies across it or the format is "
     "mostly written so",
     "{} 文件不说明哪一轴向上；取 {}，因为多数水平面与之垂直，或该格式通常如此"},
    {"{} files do not say their unit; metres were taken", "{} 文件不说明单位；取米"},
    {"door \"{}\" states a width of {n} m but its opening is {n} m wide; the latter was taken",
     "门“{}”标注宽度 {} m，但洞口宽 {} m；取后者"},
    {"{n} elements were left out: their geometry is not finite", "{} 个构件被略去：几何不是有限值"},
    {"{}: walls, floors or doors may be missing", "{}：可能缺少墙、楼面或门"},
    {"{n} polygons cross themselves and were repaired", "{} 个多边形自相交，已修复"},
    {"{n} points or lines were ignored: a plan is made of polygons", "{} 个点或线被忽略：平面图由多边形组成"},
    {"the rule match = \"{}\" covers no element of the model", "规则 match = \"{}\" 不对应模型的任何构件"},
    {"{n} doors have no geometry and no opening to measure; they are left out",
     "{} 扇门没有几何，也没有可量的洞口；已略去"},

    // People before the run.
    {"of the {n} m2 in which group '{}' starts only {n} m2 are floor that is connected to an exit",
     "人群“{1}”起始的 {0} m² 中，只有 {2} m² 是与出口连通的地面"},
    {"{n} of the {n} {} that group '{}' starts in are not connected to an exit, nobody is put there: {}",
     "人群“{3}”起始的 {1} 个{2}中有 {0} 个与出口不连通，不在那里布置人员：{4}"},
    {"spaces", "房间"},
    {"storeys", "楼层"},
    {"the exit '{}' of group '{}' is closed: its people take the nearest open one",
     "人群“{1}”的出口“{0}”关闭：其人员走最近的开放出口"},
    {"{n} of the {n} people of group '{}' start where no exit can be reached with {n} m of room on either side of "
     "them.",
     "人群“{2}”的 {1} 人中有 {0} 人从无法到达任何出口的地方开始（身体两侧各需 {3} m 余量）。"},
    {"people walk by the model {}, whose flows at doors are not matched to measured ones as those of the default are: "
     "use it to compare models, not for times to evacuate",
     "人员按模型 {} 行走，其门的流量未像默认模型那样与实测值吻合：请用于模型比较，不要用于疏散时间"},
    {"the refuge '{}' holds {n} people on {n} m2, more than {n} per m2: give it the `capacity` that it has",
     "避难区“{0}”在 {2} m² 上有 {1} 人，超过每平方米 {3} 人：请给出其实际容量 `capacity`"},
    {"exit '{}' is {n} m wide, the widest body needs more than {n} m; {}",
     "出口“{}”宽 {} m，最宽的人体需要大于 {} m；{}"},
    {"exit '{}' is {n} m wide, the widest body needs more than {n} m", "出口“{}”宽 {} m，最宽的人体需要大于 {} m"},
    {"{n} people of group '{}' start where no alarm is heard: they stay",
     "人群“{1}”的 {0} 人在听不到警报的地方：他们不会离开"},
    {"nothing makes the people of group '{}' leave: there is no alarm, no leave_at_s, and their last stay has no end",
     "没有什么使人群“{}”离开：没有警报，没有 leave_at_s，最后一次停留也没有终点"},

    // People at the end.
    {"{n} people have no way to an open exit: {}", "{} 人没有通往开放出口的路：{}"},
    {"{n} people have no way to an open exit", "{} 人没有通往开放出口的路"},
    {"{n} people could not reach the exit they were given, which is shut or lies behind another exit or a shut door: "
     "they took the nearest",
     "{} 人无法到达指定的出口（已关闭，或在另一出口或关闭的门之后）：他们走了最近的出口"},
    {"{n} people who need help to leave had nobody at their side at the end; for {n} of them there are too few "
     "helpers, "
     "or none can get there",
     "结束时，{} 名需要帮助的人身边无人；其中 {} 人因帮助者不足，或没有帮助者能到达"},
    {"{n} people who need help to leave had nobody at their side at the end", "结束时，{} 名需要帮助的人身边无人"},
    {"{n} people had not got on by 0.25 m for 60 s at the end; {}", "结束时，{} 人在 60 s 内前进不到 0.25 m；{}"},
    {"{n} people had not got on by 0.25 m for 60 s at the end", "结束时，{} 人在 60 s 内前进不到 0.25 m"},
    {"{n} people had not come in at the end, {n} s; the first of them had waited {n} s",
     "结束时 ({1} s)，{0} 人尚未进入；其中第一人已等待 {2} s"},
    {"{n} people fell and were still there at the end: {}; for {n} of them there were too few rescuers, or none could "
     "get "
     "there",
     "{} 人倒下，结束时仍在原处：{}；其中 {} 人因救援者不足，或没有救援者能到达"},
    {"{n} people fell and were still there at the end: {}", "{} 人倒下，结束时仍在原处：{}"},
    {"{n} people were still inside at the end, {n} s", "结束时 ({1} s)，{0} 人仍在场内"},
    {"two bodies overlapped by {n} % of their touching distance (step {n} s)",
     "两人身体重叠达到其接触距离的 {} %（时间步长 {} s）"},
    {"Muster point {}, where {n} people went, becomes untenable after {n} s ({})",
     "集合点“{}”（{} 人前往）在 {} s 后不再安全（{}）"},
    {"{n} in {}, {}", "{1} {0} 人，{2}"},
    {"{n} in {}", "{1} {0} 人"},
    {"no named place", "未命名处"},
    {"storey {}", "楼层 {}"},

    // Where people are held and why.
    {"{} at ({n}, {n}, {n}): {n} {}; {}", "{} ({}, {}, {})：{} 人{}；{}"},
    {"{} at ({n}, {n}, {n}): {n} {}", "{} ({}, {}, {})：{} 人{}"},
    {"at ({n}, {n}, {n}): {n} {}; {}", "({}, {}, {})：{} 人{}；{}"},
    {"at ({n}, {n}, {n}): {n} {}", "({}, {}, {})：{} 人{}"},
    {"and {n} more", "另有 {} 人"},
    {"have not started: their pre-movement time is not over", "尚未出发：预动作时间未结束"},
    {"have not started: nothing has told them to leave", "尚未出发：没有得到离开的通知"},
    {"stay where they went before leaving", "停留在离开前所去之处"},
    {"are on it", "在其上"},
    {"wait for a lift", "等候电梯"},
    {"queue before it", "在其前排队"},
    {"need help: too few helpers, or none can get there", "需要帮助：帮助者不足，或没有帮助者能到达"},
    {"wait for helpers", "等候帮助者"},
    {"are being made ready by helpers", "正由帮助者准备转移"},
    {"need help: what they are moved on has no way out, by its width, stairs or lifts",
     "需要帮助：其转移器具因宽度、楼梯或电梯而无路可出"},
    {"help, or stand by to", "正在帮助他人或待命"},
    {"sweep rooms or direct people", "正在清查房间或引导人员"},
    {"wait for those they stay together with", "等候同伴"},
    {"no way: doors or exits are shut, or pass people the other way only", "无路：门或出口关闭，或只许反向通行"},
    {"no way but through smoke, gas or heat", "只能穿过烟气、毒气或高温"},
    {"no way of their width", "没有足够宽的路"},
    {"cannot use stairs, and no lift takes them", "不能走楼梯，也没有电梯可乘"},
    {"the floor there leads to no exit", "所在地面不通向任何出口"},
    {"stuck behind a bed, a wheelchair or the like", "被病床、轮椅等挡住"},
    {"stuck behind people who stand", "被站立的人挡住"},
    {"stuck against people who come towards them", "被迎面而来的人挡住"},
    {"stuck behind others who do not get on either", "被同样无法前进的人挡住"},
    {"stuck at a line of limited flow", "受阻于限流处"},
    {"stuck at a wall, for no known reason: please report this", "停在墙边，原因不明：请报告此问题"},
    {"stuck for no known reason: please report this", "受阻，原因不明：请报告此问题"},

    // Events.
    {"everybody is out", "全部人员已撤离"},
    {"1 person is in a place of refuge, nobody else is inside", "1 人在避难处，场内再无其他人"},
    {"{n} people are in a place of refuge, nobody else is inside", "{} 人在避难处，场内再无其他人"},
    {"1 person is still inside", "仍有 1 人在场内"},
    {"{n} people are still inside", "仍有 {} 人在场内"},
    {"{}; fallen and still there: {n}", "{}；倒下且仍在原处：{} 人"},
    {"nobody else is inside", "场内再无其他人"},
    {"nobody is stuck any more", "不再有人受阻"},
    {"1 person is stuck: not got on by 0.25 m for 60 s", "1 人受阻：60 s 内前进不到 0.25 m"},
    {"{n} people are stuck: not got on by 0.25 m for 60 s", "{} 人受阻：60 s 内前进不到 0.25 m"},
    {"{}: {n} people affected, {n} take another way, {n} have none", "{}：影响 {} 人，{} 人改走他路，{} 人无路可走"},
    {"close {}; open {}", "关闭 {}；开放 {}"},
    {"close {}", "关闭 {}"},
    {"open {}", "开放 {}"},

    // Tanks in fires.
    {"the shell above the liquid reaches 427 C (800 F: steel begins to lose strength)",
     "液面以上罐壁达到 427 °C（800 °F：钢材强度开始下降）"},
    {"the shell above the liquid reaches 500 C", "液面以上罐壁达到 500 °C"},
    {"the shell above the liquid reaches 538 C (1000 F: steel keeps about half of its strength, API 2218)",
     "液面以上罐壁达到 538 °C（1000 °F：钢材约剩一半强度，API 2218）"},
    {"{n} kW/m2 for 10 minutes: it may fail (Cozzani et al. 2006)",
     "{} kW/m² 持续 10 分钟：可能失效 (Cozzani 等 2006)"},
    {"the time to failure of Landucci et al. (2009) has run out", "Landucci 等 (2009) 的失效时间已到"},
    {"vapours at its vents or rim ignite: 12.5 kW/m2 (piloted ignition, World Bank 1988) for 10 minutes, contents "
     "above "
     "their flash point",
     "呼吸口或罐沿的蒸气被点燃：12.5 kW/m²（引燃，World Bank 1988）持续 10 分钟，介质高于闪点"},
    {"the shell above the liquid reaches the auto-ignition temperature of the vapour",
     "液面以上罐壁达到蒸气的自燃温度"},
    {"what it holds boils", "罐内介质沸腾"},
    {"its relief valve opens", "安全阀开启"},
    {"the stress in the shell above the liquid reaches 85 % of its tensile strength (Scandpower 2004)",
     "液面以上罐壁的应力达到抗拉强度的 85 % (Scandpower 2004)"},
    {"{n} kPa: {n} kPa opens {} (Cozzani et al. 2006)", "{} kPa：{} kPa 可使{}破裂 (Cozzani 等 2006)"},
    {"tanks", "储罐"},
    {"vessels", "压力容器"},
    {"Tank {}: flash point and vapour pressure of {} are estimated from its boiling point; light ends boil and flash "
     "earlier.",
     "储罐 {}：{} 的闪点和蒸气压由沸点估算；轻组分沸腾和闪燃更早。"},
    {"Tank {}: the law of the time to failure was fitted to tanks of 25 to 17 500 m3, this has {n} m3.",
     "储罐 {}：失效时间公式由 25 至 17 500 m³ 的储罐拟合，此罐为 {} m³。"},
    {"Tank {}: most of its shell stands within something of the model, which shades it.",
     "储罐 {}：罐壁大部分位于模型的其他物体之内，受其遮挡。"},

    // What leaks.
    {"The expanding gas in the tank falls below its dew point; drops are not modelled.",
     "罐内膨胀的气体低于露点；未模拟液滴。"},
    {"The leak still flows after {n} s; later times are not followed.", "{} s 后泄漏仍在继续；此后不再计算。"},
    {"Boiling fills {n} of the liquid with bubbles: it swells up to the opening and liquid leaves with the vapour, "
     "more "
     "than computed.",
     "沸腾使液体中气泡占 {}：液面涨至开口，液体随蒸气流出，流量大于计算值。"},
    {"The pool would stand {n} m deep in a bund of {n} m; what runs over is not modelled.",
     "液池在高 {1} m 的围堰内将深达 {0} m；未模拟溢出部分。"},
    {"Evaporation at {n} m/s lies outside the measurements (1 m/s and more).",
     "风速 {} m/s 下的蒸发超出实测范围（1 m/s 及以上）。"},
    {"The pool falls below the melting point, {n} K; ice is not modelled.", "液池低于熔点 {} K；未模拟结冰。"},
    {"Rain-out rules are uncertain by a factor of 2: compare with rain_out_share = 0.",
     "液滴沉降规则的不确定度为 2 倍：请与 rain_out_share = 0 比较。"},
    {"Nothing leaks within {n} s.", "{} s 内没有泄漏。"},
    {"Nothing leaks within {n} s: the relief valve stays shut, the tank reaches {n} bar, the valve begins to open at "
     "{n} bar.",
     "{} s 内没有泄漏：安全阀保持关闭，罐内达到 {} bar，安全阀在 {} bar 开始开启。"},
    {"{n} K lies within 5 % of the critical temperature: properties and flows are uncertain.",
     "{} K 与临界温度相差不到 5 %：物性和流量不确定。"},
    {"The expanding liquid freezes to solid particles; they are treated as drops.",
     "膨胀的液体凝成固体颗粒；按液滴处理。"},

    // How it spreads.
    {"The wind at 10 m is {n} m/s; it is computed with {n} m/s, below which no model of this kind holds and the "
     "direction is open: take the distances for all sides.",
     "10 m 高处风速为 {} m/s；按 {} m/s 计算，低于此值此类模型不适用，且风向不定：各方向均取此距离。"},
    {"The wind changes during the release; the model {} knows only the first.",
     "泄漏期间风发生变化；模型 {} 只用最初的风。"},
    {"Britter and McQuaid's criterion is {n}, close to its limit {n}: on its other side another model is taken, whose "
     "distances may differ by a factor of 1.6.",
     "Britter-McQuaid 判据为 {}，接近界限 {}：在另一侧将采用另一模型，其距离可能相差 1.6 倍。"},
    {"A passive model was asked for a dense gas: Britter and McQuaid's criterion is {n}, {n} and above is dense. "
     "Distances near the ground may be wrong by a factor of several.",
     "对重气指定了被动扩散模型：Britter-McQuaid 判据为 {}，{} 及以上为重气。近地面距离可能相差数倍。"},
    {"The source, {n} m high, lies above the mixed layer of {n} m; the lid is left out.",
     "源高 {} m，高于 {} m 的混合层；不计混合层顶。"},
    {"{} leaves at {n} C: air condenses and freezes where it mixes in, which is left out. Near the source the cloud is "
     "heavier and colder than computed.",
     "{} 以 {} °C 流出：混入的空气会凝结冻结，未计入。源附近的云团比计算的更重更冷。"},
    {"Britter and McQuaid's correlations are of dense gas: their criterion is {n}, below {n} a cloud is passive.",
     "Britter-McQuaid 关联式用于重气：判据为 {}，低于 {} 时云团为被动扩散。"},
    {"Britter and McQuaid's alpha is {n}; the graphs end at -1 and 1.",
     "Britter-McQuaid 的 α 为 {}；其图线止于 -1 和 1。"},
    {"the cloud is nowhere denser than the air (at most {n} of the air's density): a passive or rising plume is the "
     "better model",
     "云团各处均不比空气重（至多为空气密度的 {} 倍）：被动或上升烟羽模型更合适"},
    {"wind of {n} m/s at 10 m: the direction of such winds changes, the dense model keeps it; upwind spreading is left "
     "out",
     "10 m 高处风速 {} m/s：此类风的风向多变，重气模型保持不变；未计逆风扩展"},
    {"the gas spreads at {n} m/s, faster than the wind at 2 m ({n} m/s): it also goes upwind, which the model leaves "
     "out",
     "气体以 {} m/s 铺展，快于 2 m 高处的风 ({} m/s)：它也向上风向扩展，模型未计"},
    {"{n} m from the opening the jet is still faster than the wind by {n} m/s; it goes on with the wind's speed from "
     "there.",
     "距开口 {} m 处射流仍比风快 {} m/s；此后按风速前进。"},
    {"Where the jet ends it lies on the ground and is {n} % heavier than air: take the dense-gas model.",
     "射流末端贴地且比空气重 {} %：请用重气模型。"},
    {"Concentrations of the leak's clouds ({}) are added; for dense gas the sum overstates them where both are.",
     "泄漏的各云团（{}）浓度相加；对重气，重叠处的和偏大。"},
    {"The cloud is shallow: at {n} m above the ground it reaches {}; the answers are of {n} m. Who falls or kneels, "
     "and "
     "what lies lower, is in it.",
     "云团很薄：离地 {} m 处可达 {}；结果为 {} m 高处的值。倒下或跪下的人以及更低处的物体均在云团内。"},
    {"{} to {n} m, {}", "{}：{} m，{}"},
    {"{} to {n} m", "{}：{} m"},
    {"Gas comes in at {n} volumes of {} an hour: pressure may open its doors, windows or roof, and then more gets out, "
     "and sooner, than is computed.",
     "气体每小时进入 {1} 容积的 {0} 倍：压力可能冲开门、窗或屋顶，气体将比计算的更早、更多地逸出。"},
    {"To evaporate and warm up, the leak takes {n} MJ; the air of {} holds {n} MJ above the boiling point. Drops would "
     "stay, and evaporate later than is computed.",
     "泄漏物蒸发升温需 {} MJ；{} 的空气在沸点以上只有 {} MJ。液滴会留存，蒸发比计算的晚。"},
    {"It fills {} ({n} m3, {n} air changes/h), well mixed and as warm as outdoors, up to {n} ppm; what gets out "
     "spreads "
     "as from its floor. Layers, jets indoors, open doors to other rooms and the building's wake are not modelled.",
     "气体充满 {}（{} m³，换气 {} 次/h），按充分混合、与室外同温计算，最高 {} ppm；逸出部分按从其地面扩散计算。"
     "未模拟分层、室内射流、通往其他房间的敞开的门和建筑尾流。"},

    // Leaks that [flow] carries.
    {"Gas carried by [flow] over open ground came out 1.78 times as strong as measured in nine LNG spills (`muster "
     "verify "
     "flow`), in light wind and stable air half as strong beside the pool and minutes too early far away; a plume of "
     "helium was two and a half times as rich above its source; clouds among buildings have not been compared: compare "
     "it "
     "with a leak's own `dispersion`.",
     "[flow] 计算的开阔地面气云浓度在九次 LNG 泄漏试验中为实测值的 1.78 倍（`muster verify "
     "flow`"
     "），在微风和稳定大气中液池旁仅为实测的一半、远处则早到数分钟；氦气羽流在源上方的浓度为实测的两倍半；建筑物之间的"
     "气云尚未对比：请与泄漏自身的 "
     "`dispersion` 模型比较。"},
    {"The weather is of class {}: the wind of [flow] has its heat and its gusts, but thermals as tall as the mixed "
     "layer "
     "do not fit into its box: far from its source gas is mixed less than it would be.",
     "大气稳定度为 {} 类：[flow] "
     "的风带有相应的热量和阵风，但与混合层同高的热泡容纳不进其计算域：远离源处气体的混合弱于实际。"},
    {"The weather is of class {}: the wind of [flow] has the profiles and the gusts of such air over flat ground; how "
     "it "
     "mixes gas has been compared with one spill, where it came out too weak.",
     "大气稳定度为 {} 类：[flow] "
     "的风具有平坦地面上此类大气的廓线和阵风；其对气体的混合只与一次泄漏试验对比过，结果偏弱。"},
    {"Winds of [flow] stand still here: concentrations are means over minutes, and peaks of seconds are higher; gas "
     "goes "
     "with the wind without changing it, in neutral air. Where compared, over open ground and behind a block, the most "
     "near the ground lies within a factor of two of the mean with tier = \"eddies\".",
     "此处 [flow] 采用定常风：浓度为数分钟的平均值，数秒的峰值更高；气体随风输运而不改变风场，大气为中性。同一算例用 "
     "tier = "
     "\"eddies\" 计算的平均值与之相差在两倍以内。"},
    {"Leak {}: its gas is so light that it rises (Britter and McQuaid's number of its lightness is {n}, passive is "
     "below "
     "{n}), and a steady wind carries it as if it did not: too much near the ground, too little above and under roofs.",
     "泄漏“{}”：其气体轻而上升（按 Britter–McQuaid 判据计为 {}，低于 {} "
     "才是被动扩散），定常风仍按不上升输运：近地面偏高，高处和屋顶下偏低。"},
    {"Leak {}: it comes out with {n} m/s; a steady wind carries it as if it came out at rest, without what the jet "
     "mixes "
     "and where it points.",
     "泄漏“{}”：出口速度为 {} m/s；定常风按静止流出输运，不计射流的混合和方向。"},
    {"Leak {}: its gas is denser than air (Britter and McQuaid's number is {n}, passive is below {n}) and goes as one "
     "layer on the ground with a steady wind, which it does not change. Compared with nine LNG spills over open "
     "ground, not among buildings: openings with a lintel let it pass up to any height, and floors above the ground "
     "read what the layer has at their height.",
     "泄漏“{}”：其气体重于空气（Britter–McQuaid 判据计为 {}，低于 {} "
     "才是被动扩散），按贴地单层随定常风输运，不改变风场。已与九次开阔地 LNG "
     "泄漏试验对比，未与建筑物间的试验对比：有过梁的洞口按不限高度通过，地面以上楼层取该层在其高度处的浓度。"},
    {"Steady wind: {}.", "定常风：{}。"},
    {"{} could not be used ({}) and was computed again", "{} 无法使用（{}），已重新计算"},
    {"{} could not be written: {}", "{} 无法写入：{}"},
    {"The steady wind of {} was computed by another version ({}): remove the file to have it computed anew.",
     "{} 的定常风由另一版本（{}）计算：删除该文件即可重新计算。"},
    {"Leak {}: its jet is {n} m wide and the cells {n} m: within about {n} m of it it is mixed as by the cells, not as "
     "a "
     "jet mixes.",
     "泄漏“{}”：射流宽 {} m，网格 {} m：距其约 {} m 以内按网格混合，而非按射流混合。"},
    {"The air of [flow] takes steps of {n} s at {n} s: something moves very fast.",
     "[flow] 的时间步长为 {} s（{} s 时）：有物质运动极快。"},
    {"A step of [flow] at {n} s left a divergence of {n} of a step's volume (rms), after {n} iterations; at most {n} "
     "is "
     "asked for.",
     "[flow] 在 {} s 的一步中，散度残差为 {}（均方根，相对一步的体积），迭代 {} 次；要求至多 {}。"},
    {"At {n} s {n} cells of [flow] held a density that differs from that of their gas by up to {n} %; it is taken out "
     "over several steps.",
     "{} s 时，[flow] 有 {} 个网格的密度与其气体的密度最多相差 {} %；将在若干步内消除。"},
    {"Leak {}: up to {n} % of what gets into the air are drops. [flow] carries them with their vapour and in "
     "equilibrium with it: none rains out on the way, and the air's moisture condenses beside them, without dissolving "
     "in "
     "them. Compared with the integral model over open ground, not with measurements.",
     "泄漏“{}”：进入空气的物质中至多 {} % 为液滴。[flow] "
     "使液滴随蒸气输运并与之保持平衡：途中无液滴沉降，空气中的水汽在液滴之外凝结，不溶入液滴。"
     "只在开阔地面与积分模型对比过，未与实测对比。"},
    {"With a humidity of {n} % the air of [flow] would be foggy where it is coldest, {n} C: it has the water of {n} %.",
     "湿度 {} % 时，[flow] 的空气在最冷处（{} C）会起雾：其水汽按湿度 {} % 计。"},
    {"Leak {}: {n} ppm reach a side of the box of [flow]; its lowest criterion is {n} ppm. What lies beyond is counted "
     "as clear.",
     "泄漏“{}”：{} ppm 到达 [flow] 计算区的边界；其最低标准为 {} ppm。区外按无气体计。"},
    {"Smoke and heat of fires in [flow] have been compared with laws of plumes in the open (`muster verify flow`), not "
     "with measured fires in rooms. Walls and ceilings take up no heat: smoke stays hotter than it would be.",
     "[flow] 中火灾的烟气和热量与开阔空间羽流定律对比过（`muster verify "
     "flow`），未与室内实测火灾对比。墙和顶棚不吸热：烟气比实际更热。"},
    {"Fan {} moves the air of its {n} cells {n} times a second: steps are {n} s at most while it runs; a larger box "
     "lets "
     "them be longer.",
     "风机“{}”每秒将其 {} 个网格的空气更换 {} 次：运行时步长至多 {} s；加大其区域可使步长更长。"},
    {"Ranges of inputs are not drawn with [flow]: everything is computed with their medians.",
     "使用 [flow] 时不对输入区间抽样：全部按中位数计算。"},
    {"What stands in the box of [flow] blocks {n} % of the wind's way and is {n} m tall in a box of {n} m: the wind "
     "round it "
     "is too fast.",
     "[flow] 计算区内的物体阻挡了风道的 {} %，高 {} m，而计算区高 {} m：其周围的风速偏大。"},
    {"{n} of {n} squares of the floors and {n} of {n} intakes of enclosures lie in solid cells without an open one "
     "next "
     "to them, or outside the box of [flow]: gas there is counted as 0.",
     "地面 {1} 个方格中的 {0} 个、封闭空间 {3} 个进风口中的 {2} 个位于周围没有空气网格的实体网格内或 [flow] "
     "计算区外：该处气体按 "
     "0 计。"},
    {"{n} of {n} squares of the floors and intakes are parted by walls or floors of the model from the middles of all "
     "cells of [flow] around them: the air there may be that of the other side.",
     "地面的 {} / {} 个方格和进风口与其周围 [flow] 所有网格的中心之间隔着模型的墙或楼板：那里的空气可能是另一侧的。"},
    {"{n} of {n} squares of the floors and intakes lie in solid cells of [flow]: the air there is that of the nearest "
     "open cell next to them, maybe beyond a thin wall.",
     "地面方格和进风口共 {1} 个，其中 {0} 个位于 [flow] "
     "的实体网格内：取其旁最近的空气网格的数值，该网格可能在薄墙另一侧。"},
    {"The wind takes some {n} s to make wakes and still air behind what stands in the box of [flow] and has {n} s "
     "before "
     "the run begins: they are not there yet.",
     "风在 [flow] 计算域内障碍物后形成尾流和静风区约需 {} s，而运行开始前只有 {} s：它们尚未形成。"},
    {"At {n} s the pressure of a part of [flow] that is shut ({n} m3) has changed by {n} Pa: doors and windows give "
     "way "
     "at that. What it shows in there, and as a door opens, means nothing from then on. Its leaks are those of "
     "flow.door_leakage_m2 and flow.wall_leakage_m2_per_m2.",
     "{} s 时，[flow] 中一个封闭部分（{} m3）的压力已变化 {} "
     "Pa：门窗在此压力下会被冲开。此后其内部及开门时的结果没有意义。其缝隙由 flow.door_leakage_m2 和 "
     "flow.wall_leakage_m2_per_m2 给定。"},
    {"At {n} s a fan or a leak of [flow] wanted more air than its cells held: it took less than it was to.",
     "{} s 时，[flow] 的一台风机或一处缝隙所需空气多于其网格所含空气：实际抽取少于规定值。"},
    {"Self-closing doors of [flow] stand open in the sample after somebody was beside them, up to {n} s late: at most "
     "{n} "
     "s is better.",
     "[flow] 的自闭门在有人靠近后的下一个采样间隔内开启，最多迟 {} s：最好不超过 {} s。"},
    {"No line between middles of cells passes these doors, so that no air does, open or shut: {}.",
     "以下门没有网格中心连线穿过，无论开闭空气都不能通过：{}。"},
    {"Leak {} has a `dispersion` of its own: detectors of a case with [flow] shut only leaks that it carries.",
     "泄漏 {} 使用自身的 `dispersion` 模型：带 [flow] 的算例中，探测器只能关闭由 [flow] 输运的泄漏。"},
    {"Rooms of the model are open to the air of [flow]: leaks with a `dispersion` of their own reach people in them as "
     "outdoors.",
     "模型的房间与 [flow] 的空气相通：使用自身 `dispersion` 模型的泄漏按室外浓度作用于房间内的人员。"},
    {"Fire {}: its plume, D* of {n} cells of [flow], is coarser than the {n} cells that fires are computed with: it "
     "mixes "
     "too little or too much near its foot.",
     "火灾“{}”：其羽流的 D* 为 {} 个 [flow] 网格，少于火灾计算所用的 {} 个：底部附近的混合偏弱或偏强。"},
    {"Fire {}: its heat reaches people, its smoke does not: that takes [flow].",
     "火灾“{}”：其热辐射作用于人员，烟气不作用：烟气需要 [flow]。"},
    {"Leak {} gives off gas for {n} s and [flow] is sampled every {n} s: the cloud may pass between two samples, and "
     "distances are of these samples.",
     "泄漏“{}”释放气体 {} s，而 [flow] 每 {} s 采样一次：云团可能在两次采样之间经过，距离也只取自这些采样。"},

    // Leaks of a case.
    {"Leak {}: {}", "泄漏“{}”：{}"},
    {"It stands beside the floors, at ({n}, {n}): outdoors, on ground as high as the lowest floor, {n} m.",
     "位于楼面之外 ({}, {})：按室外计算，地面取最低楼面高度 {} m。"},
    {"No sun on its pool: the weather's class does not tell how strong it is.",
     "液池未计日照：天气等级不说明日照强度。"},
    {"Leak {} has no valve that detector {} could shut: only holes, pipes, spills and series have one.",
     "泄漏“{}”没有探测器“{}”可关闭的阀门：只有孔、管道、溢出和给定序列有阀门。"},
    {"Leak {} is shut by detector {} at {n} s; the bands of its distances are those of the leak that nobody shuts.",
     "泄漏“{}”由探测器“{}”在 {} s 关闭；其距离区间为无人关闭时的区间。"},
    {"Leak {} is lit at {n} s by {} and goes on: its gas then burns where it comes out, which takes a [[fire]] of its "
     "own.",
     "泄漏“{0}”在 {1} s 被 {2} 点燃后继续：其气体在出口处燃烧，需另设 [[fire]]。"},
    {"Leak {} gives off gas for {n} s and the floors are sampled every {n} s: near it the cloud may pass between two "
     "samples. Distances do not depend on this.",
     "泄漏“{}”释放气体 {} s，而地面每 {} s 采样一次：在其附近云团可能在两次采样之间经过。距离不受影响。"},
    {"{n} of {n} draws of the ranges could not be computed and are in no band, the first: {}",
     "区间的 {1} 次抽样中有 {0} 次无法计算，不在区间结果内，其中第一次：{2}"},
    {"Concentrations over the floors, and what people meet, are those of the medians of the {n} ranges; only the "
     "distances have bands.",
     "地面上的浓度和人员所遇浓度取 {} 个区间的中位数；只有距离给出区间。"},

    {"{} was computed by {} {} ({}), this is {} ({}): what is read from it and what is computed anew may not fit "
     "together.",
     "{} 由 {} {} ({}) 计算，本程序为 {} ({})：读入的与重新计算的可能不一致。"},

    // Flames.
    {"no burning rate of {} is known: {n} kg/m2/s is estimated from its heats, its flame as that of a {} fuel",
     "{0} 的燃烧速率未知：由其热值估算为 {1} kg/m²/s，火焰按 {2} 燃料计"},
    {"no fire of a sooty fuel of more than about 20 m was compared with the laws, this has {n} m",
     "公式未与直径约 20 m 以上的重烟燃料火灾比较过，此火为 {} m"},
    {"below 0.2 m burning rates grow again as the pool shrinks, this has {n} m",
     "直径小于 0.2 m 时燃烧速率随液池缩小而增大，此池为 {} m"},
    {"the flame is {n} diameters long, outside 0.5 to 10", "火焰长为直径的 {} 倍，超出 0.5 至 10"},
    {"laws of tilt and drag rest on winds up to about 15 m/s, this has {n} m/s",
     "倾斜和拖曳公式依据约 15 m/s 以下的风，此处为 {} m/s"},
    {"Shokri and Beyler's law holds for 1 to 50 m, this has {n} m", "Shokri-Beyler 公式适用于 1 至 50 m，此处为 {} m"},
    {"the flame's surface gives off {n} % of the heat of combustion", "火焰表面放出燃烧热的 {} %"},
    {"the flame does not reach the tank's rim: nothing outside sees it", "火焰未达罐沿：外部接收不到辐射"},
    {"The flame does not reach the tank's rim: nothing outside sees it.", "火焰未达罐沿：外部接收不到辐射。"},
    {"Chamberlain's model rests on jets much faster than the wind, this has {n} m/s",
     "Chamberlain 模型适用于远快于风的射流，此处为 {} m/s"},
    {"jets in winds up to 6.3 m/s were compared with Chamberlain's model here, this has {n} m/s",
     "Chamberlain 模型只与 6.3 m/s 以下风中的射流比较过，此处为 {} m/s"},
    {"jets of 2.9 to 19.5 kg/s were compared with Chamberlain's model here, this has {n} kg/s",
     "Chamberlain 模型只与 2.9 至 19.5 kg/s 的射流比较过，此处为 {} kg/s"},
    {"the jet strikes the ground, for which there is no law: it burns here as one that leaves its hole level",
     "射流冲击地面，对此没有公式：这里按水平离开孔口的射流燃烧"},
    {"Chamberlain's model was made for natural gas; drops in the jet are not represented",
     "Chamberlain 模型为天然气建立；未计射流中的液滴"},

    // Fires of a case.
    {"Fire {}: {}", "火灾“{}”：{}"},
    {"Fire {} burns for {n} s and the floors are sampled every {n} s. Peaks and doses do not depend on this.",
     "火灾“{}”燃烧 {} s，而地面每 {} s 采样一次。峰值和剂量不受影响。"},
    {"Fire {}: something of the model lies above its foot, {n} m; the flame goes through it, and what lies behind it "
     "is "
     "in its shadow.",
     "火灾“{}”：模型中有物体位于其底部 ({} m) 之上；火焰穿过该物体，其后的部分处于阴影中。"},
    {"Target {} lies in the flame of {}: its flux is the flame's emission.",
     "受体“{}”位于“{}”的火焰中：其热流取火焰的发射强度。"},
    {"It stands {n} m beside the floors, at ({n}, {n}): its ground is taken as high as the nearest floor, {n} m.",
     "位于楼面之外 {} m 处 ({}, {})：地面取最近楼面的高度 {} m。"},
    {"{} boils in too narrow a range to form a hot layer: crude and heavy oils boil over.",
     "{} 的沸程太窄，不能形成热波层：原油和重油才会沸溢。"},
    {"It is out before the hot layer reaches the water.", "热波层到达水层之前火已熄灭。"},
    {"It boils over at {n} s with {n} m of oil left: {n} of that burns as a ball as of a vessel that bursts at 2 bar, "
     "{}. No measurement supports the share, the ball or the pool.",
     "在 {} s 沸溢，剩余油深 {} m：其中 {} 按 2 bar 容器爆裂的火球燃烧，{}。该份额、火球和液池均无实测依据。"},
    {"the rest as a pool of {n} m around the tank", "其余为罐周 {} m 的液池"},
    {"the rest is not burnt here", "其余不在此燃烧"},
    {"No fireball of more than some hundred tonnes was ever observed.", "从未观测到数百吨以上的火球。"},
    {"The laws rest on fireballs of more than some kilograms.", "公式依据数千克以上的火球。"},
    {"It has burnt out at {n} s, before the foam.", "在 {} s、泡沫到达之前已烧尽。"},
    {"{n} of {n} draws of the ranges of fires could not be computed and are in no band.",
     "火灾区间的 {1} 次抽样中有 {0} 次无法计算，不在区间结果内。"},
    {"Radiation over the floors, and what people meet of it, is that of the medians of the {n} ranges; only the "
     "distances have bands.",
     "地面上的辐射和人员所受辐射取 {} 个区间的中位数；只有距离给出区间。"},
    {"Smoke of {}: at {n} m/s it is drawn down behind tanks and buildings: near the ground there is more than this "
     "says.",
     "“{}”的烟气：风速 {} m/s 时在储罐和建筑背后被卷下：近地面的烟气多于计算值。"},
    {"Smoke of {}: in {n} m/s it rises straight up; the plume is that of {n} m/s.",
     "“{}”的烟气：风速 {} m/s 时垂直上升；烟羽按 {} m/s 计算。"},

    // Flash fires and explosions.
    {"{} is lit at {n} s, before {} leaks at {n} s: nothing burns.",
     "“{}”在 {} s 点火，早于“{}”在 {} s 开始泄漏：没有燃烧。"},
    {"{}: the cloud of {} is a mean over {n} s; what burns is the cloud of an instant, which is richer and reaches "
     "farther: 18.75 s is usual.",
     "{}：“{}”的云团是 {} s 的平均；燃烧的是瞬时云团，浓度更高、范围更远：通常取 18.75 s。"},
    {"{}: the cloud of {} is a mean over minutes; what burns is the cloud of an instant, which is richer and reaches "
     "farther: tier = \"eddies\" has it.",
     "{}：“{}”的云团是数分钟的平均；燃烧的是瞬时云团，浓度更高、范围更远：tier = \"eddies\" 可算出瞬时云团。"},
    {"{}: at {n} s no gas of {} near the ground is rich enough to burn.",
     "{}：在 {} s，“{}”近地面没有可燃浓度的气体。"},
    {"{}: at {n} s none of the gas of {} is rich enough to explode.", "{}：在 {} s，“{}”没有达到爆炸浓度的气体。"},
    {"{}: the stoichiometric mixture of {} is not known: 3.5 MJ/m3.", "{}：{} 的化学计量混合物未知：取 3.5 MJ/m³。"},
    {"The classes' curves are derived from those of Baker-Strehlow-Tang, not the published ones: right to about 25 %.",
     "各等级曲线由 Baker-Strehlow-Tang 曲线导出，并非发表的曲线：误差约 25 %。"},

    // Criteria, places and kinds.
    {"half the lower flammability limit", "爆炸下限的一半"},
    {"the lower flammability limit", "爆炸下限"},
    {"the upper flammability limit", "爆炸上限"},
    {"LFL ({})", "爆炸下限（{}）"},
    {"{n} kW/m2", "{} kW/m²"},
    {"{n} TDU (second-degree burns)", "{} TDU（二度烧伤）"},
    {"{n} TDU (dangerous dose)", "{} TDU（危险剂量）"},
    {"visibility below {n} m", "能见度低于 {} m"},
    {"visibility {n} m", "能见度 {} m"},
    {"FED 0.3 of who stays, or FEC 0.3", "停留者 FED 0.3，或 FEC 0.3"},
    {"{n} hot air (FED)", "{} 热空气 (FED)"},
    {"60 C", "60 °C"},
    {"outside of rooms", "室外"},
    {"leak", "泄漏"},
    {"pool_fire", "池火"},
    {"tank_fire", "储罐火灾"},
    {"trench_fire", "沟槽火"},
    {"jet_fire", "喷射火"},
    {"fireball", "火球"},
    {"rim_seal_fire", "密封圈火灾"},
    {"design_fire", "设计火灾"},
    {"boilover", "沸溢"},
    {"flash_fire", "闪火"},
    {"explosion", "爆炸"},
});

}  // namespace

std::span<const Message> messages() { return all; }

}  // namespace muster::sim
