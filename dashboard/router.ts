import { createRouter, createWebHistory, type Router } from 'vue-router'
import type { Api } from './api.ts'
import type { Action } from '../core/permission.ts'
import type { PageTitle } from './page-title.ts'
import Desk from './screens/desk-screen.vue'
import type { SessionState } from './session.ts'

declare module 'vue-router' {
  interface RouteMeta {
    title: string
    /** Shown without a session. */
    open?: boolean
    /** The right without which the page has nothing to show. */
    needs?: Action
  }
}

/** The pages. The desk is in the first load, the rest come when they are opened. */
export function createPageRouter(deps: { api: Api; session: SessionState; title: PageTitle }): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/', name: 'desk', component: Desk, meta: { title: '值班台', needs: 'incident.read' } },
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
        path: '/enter',
        name: 'enter',
        component: () => import('./screens/enter-screen.vue'),
        meta: { title: '录入', needs: 'mention.enter' }
      },
      { path: '/sources', name: 'sources', component: () => import('./screens/sources-screen.vue'), meta: { title: '采集源', needs: 'source.read' } },
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
      { path: '/no-right', name: 'no-right', component: () => import('./screens/no-right-screen.vue'), meta: { title: '没有权限' } },
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
    if (to.meta.needs === undefined || deps.session.may(to.meta.needs)) return true
    // An administrator begins with what an administrator may see.
    return to.name === 'desk' && deps.session.may('source.read') ? { name: 'sources' } : { name: 'no-right' }
  })
  router.afterEach((to) => {
    deps.title.name.value = to.meta.title
  })
  return router
}
