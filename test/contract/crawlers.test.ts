import { crawlerContract } from './crawler.ts'
import { blog } from './crawlers/blog.ts'
import { feed } from './crawlers/feed.ts'
import { discuz, discuzJson, discuzRss, nodebb, phpbb } from './crawlers/forum.ts'
import { epaper, gkmlpt, jpaas, sitemap, trs } from './crawlers/portal-families.ts'
import { hotlist } from './crawlers/hotlist.ts'
import { portal } from './crawlers/portal.ts'
import { tieba } from './crawlers/tieba.ts'
import { video } from './crawlers/video.ts'
import { wechat } from './crawlers/wechat.ts'
import { weibo } from './crawlers/weibo.ts'

crawlerContract(blog)
crawlerContract(discuz)
crawlerContract(discuzJson)
crawlerContract(discuzRss)
crawlerContract(epaper)
crawlerContract(feed)
crawlerContract(gkmlpt)
crawlerContract(jpaas)
crawlerContract(hotlist)
crawlerContract(nodebb)
crawlerContract(phpbb)
crawlerContract(portal)
crawlerContract(sitemap)
crawlerContract(tieba)
crawlerContract(trs)
crawlerContract(video)
crawlerContract(wechat)
crawlerContract(weibo)
