#include "viewer/window/words.h"

#include <array>
#include <utility>

namespace muster::viewer {

namespace {

constexpr auto chinese = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"out", "已撤离"},
    {"of", "/"},
    {"speed", "速度"},
    {"density", "密度"},
    {"state", "状态"},
    {"group", "人群"},
    {"exit", "出口"},
    {"premovement", "疏散准备时间"},
    {"peak density", "峰值密度"},
    {"time crowded", "拥挤时间"},
    {"usage", "使用量"},
    {"radiation", "热辐射"},
    {"smoke", "烟气"},
    {"Gas and smoke", "气体和烟气"},
    {"Lines", "等值线"},
    {"Surfaces", "等值面"},
    {"Clip box", "剖切框"},
    {"Night", "夜间"},
    {"Trails", "轨迹"},
    {"Bookmarks", "书签"},
    {"Keep this view", "保存视图"},
    {"most", "最高"},
    {"waiting", "等待"},
    {"walking", "行走"},
    {"on_link", "在楼梯或电梯上"},
    {"leaving", "正在离开"},
    {"without_route", "无路可走"},
    {"queueing", "排队"},
    {"standing", "停留"},
    {"in_refuge", "在避难处"},
    {"carried", "被转运"},
    {"fallen", "倒地"},
    {"none", "无"},
    {"all storeys", "全部楼层"},
    {"View", "视图"},
    {"Colour", "着色"},
    {"Field", "场"},
    {"Storey", "楼层"},
    {"Play", "播放"},
    {"Pause", "暂停"},
    {"Speed", "倍速"},
    {"from the side", "鸟瞰"},
    {"plan", "平面"},
    {"follow", "跟随"},
    {"through the eyes", "第一人称"},
    {"Person", "人员"},
    {"free speed", "自由速度"},
    {"starts at", "出发时间"},
    {"leaves at", "离开时间"},
    {"not present", "不在场"},
    {"Help", "帮助"},
    {"running", "计算中"},
    {"closed", "关闭"},
    {"chlorine", "氯"},
    {"ammonia", "氨"},
    {"methane", "甲烷"},
    {"click a person to follow", "点击人员以跟随"},
    {"N", "北"},
    {"peak_density", "峰值密度"},
    {"time_crowded", "拥挤时间"},
    {"heat", "热辐射"},
});

}  // namespace

std::string Words::operator()(std::string_view english) const {
  if (language_ == Language::chinese)
    for (const auto& [from, to] : chinese)
      if (from == english) return std::string(to);
  return std::string(english);
}

std::string Words::letters() const {
  std::string all;
  if (language_ == Language::chinese)
    for (const auto& [from, to] : chinese) all += to;
  return all;
}

}  // namespace muster::viewer
