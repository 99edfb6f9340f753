/** Pages in the shape of Discuz! X 3, made for tests. */
export interface Row {
  readonly tid: number
  readonly title: string
  readonly author: string
  readonly at: string
  readonly replies: number
  readonly views: number
}

export interface Post {
  readonly pid: number
  readonly author: string
  readonly at: string
  readonly html: string
}

const head = '<!DOCTYPE html><html><head><meta name="generator" content="Discuz! X3.4" />'

/** As people see it: `2026-11-3 09:05`. */
function shown(at: string): string {
  return `${at.slice(0, 8)}${Number(at.slice(8, 10))} ${at.slice(11, 16)}`
}

export function discuzBoard(rows: readonly Row[]): string {
  const body = rows.map(
    ({ tid, title, author, at, replies, views }) => `<tbody id="normalthread_${tid}"><tr><td class="icn"></td>
<th class="new"><em>[<a href="forum.php?mod=forumdisplay&fid=2&filter=typeid&typeid=1">杂谈</a>]</em> <a href="forum.php?mod=viewthread&amp;tid=${tid}&amp;extra=page%3D1" class="s xst">${title}</a></th>
<td class="by"><cite><a href="space-uid-1.html">${author}</a></cite><em><span>${shown(at)}</span></em></td>
<td class="num"><a href="forum.php?mod=viewthread&tid=${tid}" class="xi2">${replies}</a><em>${views}</em></td>
<td class="by"><cite>末</cite><em><a href="forum.php?mod=redirect&tid=${tid}">2026-11-23 11:59</a></em></td></tr></tbody>`
  )
  const empty = '<tbody class="bw0_all"><tr><th colspan="5"><p class="emp">本版块或指定的范围内尚无主题</p></th></tr></tbody>'
  return `${head}<title>城市杂谈 - 论坛</title></head><body><div id="threadlist"><table id="threadlisttableid">${rows.length === 0 ? empty : body.join('')}</table></div></body></html>`
}

export function discuzThread(title: string, posts: readonly Post[], pages = 1): string {
  const pager =
    pages === 1
      ? ''
      : `<div class="pg"><strong>1</strong><a href="#">2</a><label><input value="1" /><span title="共 ${pages} 页"> / ${pages} 页</span></label></div>`
  const body = posts.map(
    (
      { pid, author, at, html },
      index
    ) => `<div id="post_${pid}"><table id="pid${pid}"><tr><td class="pls"><div class="authi"><a href="space-uid-1.html" class="xw1">${author}</a></div></td>
<td class="plc"><strong><a id="postnum${pid}"><em>${index + 1}</em>#</a></strong><em id="authorposton${pid}">发表于 ${shown(at)}</em>
<div class="pct"><table><tr><td class="t_f" id="postmessage_${pid}">${html}</td></tr></table></div></td></tr></table></div>`
  )
  return `${head}<title>${title}</title></head><body><span id="thread_subject">${title}</span>${pager}<div id="postlist">${body.join('')}</div></body></html>`
}

export function discuzMessage(words: string): string {
  return `${head}<title>提示信息 - 论坛</title></head><body><div id="messagetext" class="alert_error"><p>${words}</p></div></body></html>`
}

export const discuzLogin = discuzMessage('抱歉，您尚未登录，没有权限访问该版块')
