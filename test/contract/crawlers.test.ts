import { crawlerContract } from './crawler.ts'
import { feed } from './crawlers/feed.ts'
import { discuz, discuzJson, discuzRss, nodebb, phpbb } from './crawlers/forum.ts'
import { portal } from './crawlers/portal.ts'
import { tieba } from './crawlers/tieba.ts'
import { weibo } from './crawlers/weibo.ts'

crawlerContract(discuz)
crawlerContract(discuzJson)
crawlerContract(discuzRss)
crawlerContract(feed)
crawlerContract(nodebb)
crawlerContract(phpbb)
crawlerContract(portal)
crawlerContract(tieba)
crawlerContract(weibo)
