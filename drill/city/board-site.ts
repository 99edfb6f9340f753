import { chinaWallTime, type Instant } from '../../core/instant.ts'
import { postsBy, type Elsewhere, type Post, type Talk } from '../elsewhere.ts'
import { escapeMarkup, html, notFound, type SiteHandler } from './page.ts'

/** 云港在线论坛: pages as Discuz! X makes them, the board at `/forum-2-1.html`, threads by `forum.php`; a sign-in in place of all of it while the wall stands. */
export function boardSite({ talks, wall }: Elsewhere['board'], now: () => Instant): SiteHandler {
  return (url) => {
    const moment = now()
    if (moment >= wall.from && moment < wall.until) return page('提示信息', signIn)
    if (url.pathname === '/forum-2-1.html') return page('城市杂谈', board(talks, moment))
    const talk = url.searchParams.get('mod') === 'viewthread' ? talks.find(({ number }) => String(number) === url.searchParams.get('tid')) : undefined
    const posts = talk === undefined ? [] : postsBy(talk, moment)
    return talk === undefined || posts.length === 0 ? notFound : page(talk.title, thread(talk, posts))
  }
}

const signIn = '<div id="messagetext" class="alert_error"><p>抱歉，您尚未登录，没有权限访问该版块</p></div>'

function page(title: string, body: string) {
  const head = `<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="generator" content="Discuz! X3.4"><title>${escapeMarkup(title)} - 云港在线论坛</title></head>`
  return html(`${head}<body>${body}</body></html>`, 'utf-8')
}

/** Whoever spoke last stands on top. */
function board(talks: readonly Talk[], moment: Instant): string {
  const rows = talks
    .map((talk) => ({ talk, posts: postsBy(talk, moment) }))
    .filter(({ posts }) => posts.length > 0)
    .toSorted((a, b) => ((a.posts.at(-1)?.at ?? '') < (b.posts.at(-1)?.at ?? '') ? 1 : -1))
    .map(
      ({
        talk: {
          number,
          title,
          posts: [first]
        },
        posts
      }) => {
        const link = `forum.php?mod=viewthread&amp;tid=${number}`
        return `<tbody id="normalthread_${number}"><tr><th class="new"><a href="${link}&amp;extra=page%3D1" class="s xst">${escapeMarkup(title)}</a></th>
<td class="by"><cite><a>${escapeMarkup(first.author)}</a></cite><em><span>${chinaWallTime(first.at)}</span></em></td>
<td class="num"><a href="${link}" class="xi2">${posts.length - 1}</a><em>${37 * posts.length}</em></td></tr></tbody>`
      }
    )
  return `<div id="threadlist"><table id="threadlisttableid">${rows.join('\n')}</table></div>`
}

function thread({ number, title }: Talk, posts: readonly Post[]): string {
  const shown = posts.map(({ at, author, text }, index) => {
    const id = number * 1000 + index
    return `<div id="post_${id}"><div class="authi"><a class="xw1">${escapeMarkup(author)}</a></div><em id="authorposton${id}">发表于 ${chinaWallTime(at)}</em>
<table><tr><td class="t_f" id="postmessage_${id}">${escapeMarkup(text)}</td></tr></table></div>`
  })
  return `<span id="thread_subject">${escapeMarkup(title)}</span><div id="postlist">${shown.join('\n')}</div>`
}
