import { createRouter, createWebHistory, type Router } from 'vue-router'
import type { Api } from './api.ts'
import type { Action } from '../core/permission.ts'
import type { PageTitle } from './page-title.ts'
import Desk from './screens/desk-screen.vue'
import type { SessionState } from './session.ts'
import { phonePageOf } from './m/phone-page.ts'

declare module 'vue-router' {
  interface RouteMeta {
    title: string
    /** Shown without a session. */
    open?: boolean
    /** Shown too to who signed in and owes a code, a second factor or a new password. */
    whileOwing?: boolean
    /** Without header and notices: the wall. */
    bare?: boolean
    /** The right without which the page has nothing to show. */
    needs?: Action
  }
}

const NoRight = () => import('./screens/no-right-screen.vue')

function leave(path: string): false {
  location.assign(path)
  return false
}

/** The pages. The desk is in the first load, the rest come when they are opened. */
export function createPageRouter(deps: { api: Api; session: SessionState; title: PageTitle }): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/', name: 'desk', component: Desk, meta: { title: '值班台', needs: 'incident.read' } },
      {
        path: '/wall',
        name: 'wall',
        component: () => import('./screens/wall-screen.vue'),
        meta: { title: '大屏', needs: 'incident.read', bare: true }
      },
      // A page of its own, so that a telephone loads little.
      { path: '/m', name: 'leader', component: NoRight, beforeEnter: (to) => leave(to.fullPath), meta: { title: '领导', needs: 'incident.read' } },
      {
        path: '/incidents/:id',
        name: 'incident',
        component: () => import('./screens/incident-screen.vue'),
        meta: { title: '事件', needs: 'incident.read' }
      },
      {
        path: '/mentions',
        name: 'mentions',
        component: () => import('./screens/mentions-screen.vue'),
        meta: { title: '信息检索', needs: 'mention.search' }
      },
      {
        path: '/saved-searches',
        name: 'saved-searches',
        component: () => import('./screens/saved-searches-screen.vue'),
        meta: { title: '保存的检索', needs: 'search.save' }
      },
      { path: '/hot', name: 'hot', component: () => import('./screens/hot-screen.vue'), meta: { title: '热点', needs: 'mention.search' } },
      {
        path: '/enter',
        name: 'enter',
        component: () => import('./screens/enter-screen.vue'),
        meta: { title: '录入', needs: 'mention.enter' }
      },
      { path: '/sources', name: 'sources', component: () => import('./screens/sources-screen.vue'), meta: { title: '采集源', needs: 'source.read' } },
      { path: '/rules', name: 'rules', component: () => import('./screens/rules-screen.vue'), meta: { title: '规则', needs: 'rule.read' } },
      // With `words` (and `title`) from a hot list or a mention: the draft of a rule for them.
      {
        path: '/rules/new',
        name: 'rule-new',
        component: () => import('./screens/rule-pack-screen.vue'),
        meta: { title: '加为规则', needs: 'rule.edit' }
      },
      {
        path: '/rules/packs/:pack',
        name: 'rule-pack',
        component: () => import('./screens/rule-pack-screen.vue'),
        meta: { title: '规则包', needs: 'rule.read' }
      },
      {
        path: '/rules/versions/:id',
        name: 'rule-version',
        component: () => import('./screens/rule-version-screen.vue'),
        meta: { title: '规则版本', needs: 'rule.read' }
      },
      {
        path: '/coverage',
        name: 'coverage',
        component: () => import('./screens/coverage-screen.vue'),
        meta: { title: '平台覆盖', needs: 'source.read' }
      },
      { path: '/tasks', name: 'tasks', component: () => import('./screens/tasks-screen.vue'), meta: { title: '我的任务', needs: 'incident.read' } },
      { path: '/calls', name: 'calls', component: () => import('./screens/calls-screen.vue'), meta: { title: '电话通知清单', needs: 'notice.read' } },
      {
        path: '/reports',
        name: 'reports',
        component: () => import('./screens/reports-screen.vue'),
        meta: { title: '报告', needs: 'report.read' }
      },
      {
        path: '/supervision',
        name: 'supervision',
        component: () => import('./screens/supervision-screen.vue'),
        meta: { title: '督办台账', needs: 'supervision.read' }
      },
      {
        path: '/measures',
        name: 'measures',
        component: () => import('./screens/measures-screen.vue'),
        meta: { title: '漏报迟报误报瞒报', needs: 'supervision.read' }
      },
      {
        path: '/channels',
        name: 'channels',
        component: () => import('./screens/channels-screen.vue'),
        meta: { title: '通知渠道', needs: 'channel.test' }
      },
      {
        path: '/second-step',
        name: 'second-step',
        component: () => import('./screens/second-step-screen.vue'),
        meta: { title: '动态口令', whileOwing: true }
      },
      { path: '/me', name: 'me', component: () => import('./screens/me-screen.vue'), meta: { title: '我的账号', whileOwing: true } },
      { path: '/start', name: 'start', component: () => import('./screens/start-screen.vue'), meta: { title: '开始使用', needs: 'account.manage' } },
      { path: '/people', name: 'people', component: () => import('./screens/people-screen.vue'), meta: { title: '人员', needs: 'account.read' } },
      {
        path: '/organisation',
        name: 'organisation',
        component: () => import('./screens/organisation-screen.vue'),
        meta: { title: '单位', needs: 'organisation.read' }
      },
      {
        path: '/sessions',
        name: 'sessions',
        component: () => import('./screens/sessions-screen.vue'),
        meta: { title: '会话', needs: 'session.manage' }
      },
      { path: '/audit', name: 'audit', component: () => import('./screens/audit-screen.vue'), meta: { title: '审计', needs: 'audit.read' } },
      {
        path: '/system',
        name: 'system',
        component: () => import('./screens/system-screen.vue'),
        meta: { title: '系统', needs: 'dead-letter.manage' }
      },
      {
        path: '/settings',
        name: 'settings',
        component: () => import('./screens/settings-screen.vue'),
        meta: { title: '设置', needs: 'system.read' }
      },
      { path: '/drill', name: 'drill', component: () => import('./screens/drill-screen.vue'), meta: { title: '演练', needs: 'drill.read' } },
      { path: '/no-right', name: 'no-right', component: NoRight, meta: { title: '没有权限' } },
      { path: '/sign-in', name: 'sign-in', component: () => import('./screens/sign-in-screen.vue'), meta: { title: '登录', open: true } },
      { path: '/setup', name: 'set-up', component: () => import('./screens/set-up-screen.vue'), meta: { title: '首次设置', open: true } },
      {
        path: '/signin-link',
        name: 'sign-in-link',
        component: () => import('./screens/sign-in-link-screen.vue'),
        meta: { title: '链接登录', open: true }
      },
      { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./screens/nowhere-screen.vue'), meta: { title: '没有此页', open: true } }
    ]
  })
  router.beforeEach(async (to) => {
    if (to.meta.open === true) return true
    try {
      deps.session.view.value ??= await deps.api.session()
    } catch {
      return { name: 'sign-in', query: { next: to.fullPath } }
    }
    const { owes } = deps.session.view.value
    if (owes !== null) return to.meta.whileOwing === true || { name: owes === 'code' ? 'second-step' : 'me', query: { next: to.fullPath } }
    const phonePage = phonePageOf(to, deps.session.view.value?.me ?? null)
    if (phonePage !== null) return leave(phonePage)
    if (to.meta.needs === undefined || deps.session.may(to.meta.needs)) return true
    return to.name === 'desk' ? { name: firstPage(deps.session) } : { name: 'no-right' }
  })
  router.afterEach((to) => {
    deps.title.name.value = to.meta.title
  })
  return router
}

/** Who has no desk begins with what the office may see. */
function firstPage(session: SessionState): string {
  if (session.may('source.read')) return 'sources'
  if (session.may('account.read')) return 'people'
  if (session.may('audit.read')) return 'audit'
  return session.view.value?.allowed.length === 0 ? 'me' : 'no-right'
}
