/* Shows what a push brings, also while no page is open, and says so: that it stood on the screen is what proves that it was delivered. */
self.addEventListener('push', (event) => {
  const { id, title, link, major } = event.data.json()
  const shown = self.registration.showNotification(title, { tag: id, icon: '/icon.svg', data: { link }, requireInteraction: major })
  // Without a session nothing is proven; the notice steps up.
  const told = shown.then(() =>
    fetch('/api/notices/shown', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify({ ids: [id] })
    }).catch(() => undefined)
  )
  event.waitUntil(told)
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(self.clients.openWindow(event.notification.data.link))
})
