/** 复姓 that are met today: of such a name two characters are the family's. */
const compound = new Set(
  (
    '欧阳 司马 上官 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 司空 端木 东方 独孤 南宫 西门 东郭 百里 呼延 申屠 太史 公冶 澹台 淳于 单于 ' +
    '濮阳 轩辕 钟离 闻人 赫连 拓跋 左丘 仲孙 公羊 鲜于 闾丘 亓官 万俟 梁丘 纳兰 完颜 耶律'
  ).split(' ')
)

/** The family name with which a name begins: 欧阳 of 欧阳娜娜. Two characters that stand alone are a name of two: 东方 is 东 there. */
export function surnameOf(name: string, hasTitle: boolean): string {
  const two = name.slice(0, 2)
  return compound.has(two) && (name.length > 2 || hasTitle) ? two : name.slice(0, 1)
}
