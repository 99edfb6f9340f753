import 'element-plus/theme-chalk/base.css'
import './theme/tokens.css'
import './theme/element.css'
import './theme/base.css'
import './theme/forms.css'
import './theme/print.css'
import { createApp, watch } from 'vue'
import { announcerKey, createAnnouncer } from './announcer.ts'
import { apiKey, createApi } from './api.ts'
import App from './app.vue'
import { createDisplay, displayKey } from './display.ts'
import { createFirstDrawing, firstDrawingKey } from './first-drawing.ts'
import { createLive, liveKey } from './live.ts'
import { createSound, soundKey } from './notices/sound.ts'
import { createPageTitle, pageTitleKey } from './page-title.ts'
import { createPageRouter } from './router.ts'
import { createServerClock, serverClockKey } from './server-clock.ts'
import { createSession, sessionKey } from './session.ts'
import { createUnsaved, unsavedKey } from './unsaved.ts'
import { saidAnswer } from './words/said-answer.ts'

const session = createSession()
const clock = createServerClock()
const api = createApi({ onSignedOut, onLeaving })
const live = createLive({ clock, said: saidAnswer, onSignedOut })
const drawing = createFirstDrawing()
const title = createPageTitle(session.drill)
const router = createPageRouter({ api, session, title })
const unsaved = createUnsaved(router)

/** Who signs out means it, and the next finds nothing of theirs. */
function onLeaving(): void {
  session.leaving.value = true
  unsaved.forget()
}

/** What was typed stays where it is: the page asks to sign in again over it. */
function onSignedOut(): void {
  if (session.view.value === null || session.over.value || session.leaving.value) return
  session.over.value = true
  live.stop()
}

// The live connection lives as long as the session does, once nothing is owed and the page stands.
watch([session.view, drawing.isOver] as const, ([view, stands]) => {
  if (view === null || view.owes !== null) return live.stop()
  clock.adopt(view.clock)
  if (stands) live.start()
})

// After an upgrade the parts of the page that an open tab knows are gone: read the page anew rather than do nothing on a click.
// A page that just began is not read again, or a missing part would make it circle.
const justBeganMs = 10_000
window.addEventListener('vite:preloadError', () => {
  if (performance.now() > justBeganMs) location.reload()
})

const app = createApp(App)
  .provide(sessionKey, session)
  .provide(serverClockKey, clock)
  .provide(apiKey, api)
  .provide(liveKey, live)
  .provide(firstDrawingKey, drawing)
  .provide(pageTitleKey, title)
  .provide(displayKey, createDisplay())
  .provide(soundKey, createSound(session))
  .provide(announcerKey, createAnnouncer())
  .provide(unsavedKey, unsaved)
  .use(router)

// Drawn once, with its screen. Where that could not be loaded, the rest of the page stands nevertheless.
void router
  .isReady()
  .catch(() => undefined)
  .then(() => {
    app.mount('#app')
    // The desk says so itself, when its queue is there.
    if (router.currentRoute.value.name !== 'desk') drawing.stands()
  })
