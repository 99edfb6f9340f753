import { crawlerContract } from './crawler.ts'
import { feed } from './crawlers/feed.ts'
import { portal } from './crawlers/portal.ts'
import { weibo } from './crawlers/weibo.ts'

crawlerContract(feed)
crawlerContract(portal)
crawlerContract(weibo)
