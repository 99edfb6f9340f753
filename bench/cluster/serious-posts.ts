import type { Mention } from '../../core/mention.ts'
import { loadVocabulary } from '../made-posts.ts'
import { post } from './posts.ts'

const characters = 600
const districts = ['和平', '河东', '河西', '南开', '河北', '红桥', '东丽', '西青', '津南', '北辰', '武清', '宝坻', '滨海新', '宁河', '静海', '蓟州']
/** What happened, where; each in words of its own. */
const happenings = [
  '一辆货车与轿车相撞',
  '居民楼起火',
  '在建工地基坑坍塌',
  '餐馆燃气泄漏后爆炸',
  '景观河道有人落水',
  '大树倒伏砸中行人',
  '公交车追尾后侧翻',
  '电梯坠落',
  '脚手架倒塌',
  '工厂车间粉尘爆燃',
  '学校食堂疑似食物中毒'
]
const waysEnding = ['附近', '路口', '沿线', '公交站旁', '北侧', '南段']

/** Words about nothing between two mentions of the place: without these, chance names of other cities would outweigh it. */
const betweenPlaces = 70

/** Of a happening that no other post of the run speaks of: its road, district, figures and words are its own. */
export function createSeriousPosts(run: string): (index: number) => Mention {
  const vocabulary = loadVocabulary()
  return (index) => {
    const place = `天津市${districts[index % districts.length] ?? ''}区${roadName(index)}`
    const happening = happenings[index % happenings.length] ?? ''
    const ending = waysEnding[index % waysEnding.length] ?? ''
    let text = `${place}${ending}${happening}，造成${3 + (index % 7)}人死亡、${4 + (index % 13)}人受伤。`
    for (let part = 0; text.length < characters; part++) text += `${vocabulary.text(500_000 + index * 100 + part, betweenPlaces)}。${place}：`
    return post(`serious-${run}-${index}`, text.slice(0, characters))
  }
}

const firstOf = '春夏秋冬东西南北金银铜铁松柏梅兰'
const secondOf = '明朗澄净悦雅茂盛鸿图锦绣翠微云霞'
const thirdOf = '湾坡岭峰泉溪塘谷屯营堡寨庄园坊台'

/** Different from every other in at least two of its characters up to 256, and never part of another. */
function roadName(index: number): string {
  const [first, second] = [index % 16, Math.floor(index / 16) % 16]
  return `${firstOf[first]}${secondOf[second]}${thirdOf[(first + second) % 16]}路`
}
