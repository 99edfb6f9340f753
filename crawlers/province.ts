const provinces = [
  '北京',
  '天津',
  '上海',
  '重庆',
  '河北',
  '山西',
  '辽宁',
  '吉林',
  '黑龙江',
  '江苏',
  '浙江',
  '安徽',
  '福建',
  '江西',
  '山东',
  '河南',
  '湖北',
  '湖南',
  '广东',
  '海南',
  '四川',
  '贵州',
  '云南',
  '陕西',
  '甘肃',
  '青海',
  '台湾',
  '内蒙古',
  '广西',
  '西藏',
  '宁夏',
  '新疆',
  '香港',
  '澳门'
] as const
/** What stands where a place could: the program that somebody wrote with. */
const programs = /[a-zA-Z0-9]|客户端|网页|微博|手机|超话|浏览器|视频号|小程序|分享/

/**
 * The province of what platforms show as the place of an account or a post (「发布于 浙江」, 「来自浙江」, 「浙江 杭州」), or the country; nothing finer
 * is kept. Null where it names none: 「来自 iPhone客户端」, 「其他」.
 */
export function provinceOf(shown: string | null | undefined): string | null {
  const place = (shown ?? '').replace(/^\s*(?:发布于|IP\s*属地\s*[:：]?|来自)\s*/i, '').trim()
  const province = provinceIn(place)
  if (province !== null) return province
  const country = place.split(/[\s,，·]/)[0] ?? ''
  return country === '' || country.length > 8 || /^(?:其他|未知|海外|中国)$/.test(country) || programs.test(country) ? null : country
}

/** The province that a place begins with: 「浙江省杭州市」; null for anything else. */
export function provinceIn(place: string | null): string | null {
  return place === null ? null : (provinces.find((name) => place.trim().startsWith(name)) ?? null)
}
