/** Units that a text is made of by repeating them: what patterns, automata and segmenters find hardest to let go of. */
const units: Readonly<Record<string, string>> = {
  'one character': '啊',
  'one harm character': '死',
  'digits only': '1234567890',
  'Chinese numerals only': '一二三百千',
  'brackets only': '((((',
  'brackets in pairs': '()',
  'nested quotes': '“‘「『',
  'suffix characters only': '路街村镇区',
  'function characters only': '的了是在',
  'control characters only': '\u0000\u0001\u0008\u001f\u007f',
  'zero-width characters only': '\u200b\u200d\ufeff',
  'characters that become eighteen': '\ufdfa',
  'lone surrogates': '\ud83d',
  'emoji only': '🔥💥',
  'combining marks on one letter': 'a\u0336\u0337',
  'blanks only': ' ',
  'ornaments between characters': '火*',
  'line ends only': '\n',
  'letters only': 'abcdefghij',
  'one abbreviation': 'zf',
  'pinyin beside characters': '火zai',
  'parts of split characters': '弓虽土成木又',
  'homophones of a term': '火宰城菅',
  'one term': '火灾',
  'two terms that lie near': '被困人员',
  'persons and harm': '1人死亡',
  'persons without harm': '3名',
  'harm with commas': '死亡,伤,',
  'harm with numbers and no end': '死伤12人失踪34人被困56人中毒',
  'percent and decimals': '0.12345678%',
  losses: '损失1万元',
  areas: '过火面积1亩',
  dates: '9月15日凌晨2时许',
  years: '2025年',
  'impossible dates': '13月45日25时99分',
  'hours without a day': '下午3点',
  rumours: '网传目击者称',
  negations: '没有不没未',
  provinces: '某省某市',
  'places by suffix': '南京路北京道',
  'organisations by suffix': '某某公司某某医院',
  'drill words': '演练演习辟谣',
  'mixed scripts': 'аб가나ไทยعر中文ab12'
}

/** A text of so many UTF-8 bytes of each kind; `terms` also make texts of their own. */
export function hostileTexts(terms: readonly string[]): (bytes: number) => { readonly kind: string; readonly text: string }[] {
  const prose = '有居民反映附近的工厂夜里总有一股刺鼻的气味希望有关部门到现场看看是不是燃气泄漏或者发生火灾了已经有几名老人被送到医院'
  const all: Readonly<Record<string, string>> = {
    ...units,
    'every term once and again': terms.join(''),
    'every term with marks': terms.join(','),
    'prose without a mark': prose,
    'prose with marks': `${prose}。`
  }
  return (bytes) =>
    Object.entries(all).map(([kind, unit]) => ({ kind, text: unit.repeat(Math.ceil(bytes / Buffer.byteLength(unit))).slice(0, bytes) }))
}
