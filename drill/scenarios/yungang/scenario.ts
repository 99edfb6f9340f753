import { numbered, type Draft, type Scenario } from '../../scenario.ts'
import { otherActs } from './acts.ts'
import { afterActs } from './after-acts.ts'
import { blastActs } from './blast-acts.ts'
import { carried } from './carried.ts'
import { chemExplosion } from './chem-explosion.ts'
import { cookingFumes, garbageHeap, planeTrees, slagTrucks, vendorClash } from './common-incidents.ts'
import { at } from './drafts.ts'
import { elsewhere } from './elsewhere.ts'
import { falseAlarm } from './false-alarm.ts'
import { falseFriends } from './false-friends.ts'
import { noise } from './noise.ts'
import { carriedBy, retweets, rewritten } from './reposts.ts'
import { busCrash, wastewaterPoisoning } from './serious-incidents.ts'
import { incidents } from './truth.ts'

const written: readonly Draft[] = [
  ...chemExplosion,
  ...busCrash,
  ...wastewaterPoisoning,
  ...slagTrucks,
  ...vendorClash,
  ...planeTrees,
  ...garbageHeap,
  ...cookingFumes,
  ...falseAlarm
]

function original(key: string): Draft {
  const found = written.find((draft) => draft.key === key)
  if (found === undefined) throw new TypeError(`the scenario has no item ${key}`)
  return found
}

const repeats: readonly Draft[] = [
  ...retweets(original('chem-first'), 4, 5),
  ...retweets(original('chem-evening'), 5, 7, 3),
  ...retweets(original('chem-evening-twelve'), 6, 11, 6),
  ...retweets(original('chem-critic'), 6, 23, 2),
  carriedBy(original('chem-metro-flash'), 'forum', 9),
  rewritten(original('chem-twelve'), 'news', 24),
  carriedBy(original('chem-evening-twelve'), 'forum', 13),
  rewritten(original('chem-final'), 'news', 18),
  ...retweets(original('bus-first'), 3, 6, 4),
  ...retweets(original('bus-evening'), 4, 12, 8),
  carriedBy(original('bus-first'), 'forum', 22),
  rewritten(original('bus-metro-four'), 'news', 14),
  carriedBy(original('bus-news-flash'), 'metro', 17),
  ...retweets(original('waste-weibo'), 3, 15, 1),
  ...retweets(original('waste-evening'), 3, 20, 9),
  carriedBy(original('waste-weibo'), 'forum', 35),
  rewritten(original('waste-metro'), 'news', 31),
  ...retweets(original('truck-weibo'), 3, 31, 4),
  carriedBy(original('truck-weibo'), 'forum', 55),
  rewritten(original('truck-metro'), 'news', 45),
  ...retweets(original('vendor-first'), 3, 41, 6),
  carriedBy(original('vendor-first'), 'forum', 70),
  rewritten(original('vendor-metro'), 'news', 38),
  ...retweets(original('tree-first'), 3, 27, 10),
  carriedBy(original('tree-first'), 'metro', 62),
  rewritten(original('tree-metro'), 'news', 29),
  ...retweets(original('garbage-weibo'), 2, 50, 12),
  carriedBy(original('garbage-weibo'), 'forum', 64),
  rewritten(original('garbage-news'), 'metro', 33),
  ...retweets(original('fumes-weibo'), 2, 47, 5),
  carriedBy(original('fumes-weibo'), 'forum', 58),
  rewritten(original('fumes-news'), 'metro', 40),
  ...retweets(original('smoke-first'), 2, 9, 7),
  carriedBy(original('smoke-first'), 'forum', 30),
  rewritten(original('smoke-metro'), 'news', 14)
]

/** 云港市, 12 March 2031: one major blast, two serious accidents, five common matters, an alarm that was none, and everything else a city talks about. */
export const yungang: Scenario = {
  name: 'yungang-day',
  city: '云港市',
  startsAt: at('00:00'),
  endsAt: at('24:00'),
  liveFrom: at('09:36'),
  items: numbered([...written, ...repeats, ...falseFriends, ...noise]),
  elsewhere,
  incidents,
  acts: [...otherActs, ...blastActs, ...afterActs],
  carried
}
