import type { BoardSelectors, ForumSettings, ThreadSelectors } from './settings.ts'

/** What is known of one forum program. */
export interface ForumFamily {
  readonly list: BoardSelectors
  readonly thread: ThreadSelectors
  /** How an address names its thread; null: by the whole address. */
  readonly threadId: RegExp | null
  readonly paging: 'page' | 'start' | null
  /** Parameters of an address that name a session, and no page. */
  readonly sessionParameters: readonly string[]
}

/** Discuz! X, and 7.x by the alternatives. */
const discuz: ForumFamily = {
  list: {
    board: '#threadlist, #threadlisttableid, form[name="moderate"]',
    thread: 'tbody[id^="normalthread_"], tbody[id^="stickthread_"]',
    link: 'a.s.xst, a.xst, span[id^="thread_"] a',
    author: 'td.by cite, td.author cite',
    time: 'td.by em, td.author em',
    replies: 'td.num a, td.nums strong',
    views: 'td.num em, td.nums em'
  },
  thread: {
    title: '#thread_subject',
    post: '#postlist > div[id^="post_"]',
    body: '[id^="postmessage_"]',
    author: '.authi a.xw1, .authi a',
    time: 'em[id^="authorposton"]',
    id: 'id',
    // Edits, attachments, and the noise that the program mixes in against copying.
    remove: '.pstatus, .jammer, ignore_js_op, .attach_nopermission, [style*="display:none"], [style*="display: none"]',
    quote: '.quote, blockquote',
    pages: '.pg'
  },
  threadId: /[?&]tid=(\d+)|thread-(\d+)-/,
  paging: 'page',
  sessionParameters: ['extra', 'sid', 'mobile', 'highlight', 'fromuid', 'page']
}

const phpbb: ForumFamily = {
  list: {
    board: '.topiclist, .forumbg, .panel',
    thread: 'ul.topiclist.topics > li.row',
    link: 'a.topictitle',
    author: '.topic-poster .username, .topic-poster .username-coloured, .author .username',
    time: '.topic-poster time, time',
    replies: 'dd.posts',
    views: 'dd.views'
  },
  thread: {
    title: 'h2.topic-title, h2',
    post: 'div.post[id^="p"]',
    body: '.content',
    author: '.author .username, .author .username-coloured, .postprofile .username',
    time: '.author time, p.author',
    id: 'id',
    remove: '.signature, .notice',
    quote: 'blockquote',
    pages: '.pagination'
  },
  threadId: /[?&]t=(\d+)/,
  paging: 'start',
  sessionParameters: ['sid', 'start', 'hilit']
}

const nodebb: ForumFamily = {
  list: {
    board: '[component="category"]',
    thread: 'li[component="category/topic"]',
    link: '[component="topic/header"] a, a[href*="/topic/"]',
    author: 'a[href*="/user/"]',
    time: '.timeago',
    replies: '[component="topic/post-count"], .stats-postcount .human-readable-number, .stats-postcount [title]',
    views: '[component="topic/view-count"], .stats-viewcount .human-readable-number, .stats-viewcount [title]'
  },
  thread: {
    title: '[component="topic/title"]',
    post: '[component="post"]',
    body: '[component="post/content"]',
    author: '[data-username], a[href*="/user/"]',
    time: '.timeago',
    likes: '[component="post/vote-count"]',
    id: 'data-pid',
    quote: 'blockquote',
    pages: '[component="pagination"]'
  },
  threadId: /\/topic\/(\d+)/,
  paging: 'page',
  sessionParameters: ['page', 'lang']
}

/** The family of a source, with what its settings say instead. */
export function familyOf(settings: ForumSettings): ForumFamily {
  const known = settings.family === 'phpbb' ? phpbb : settings.family === 'nodebb' ? nodebb : discuz
  const base = settings.family === 'selectors' ? { ...known, threadId: null, paging: null, sessionParameters: [] } : known
  return {
    ...base,
    list: settings.list ?? base.list,
    thread: settings.thread ?? base.thread,
    threadId: settings.threadId === undefined ? base.threadId : new RegExp(settings.threadId),
    paging: settings.paging ?? base.paging
  }
}
