/** The subscription of this browser to 浏览器推送, whoever switched it on; null where it has none. */
export async function pushHere(): Promise<PushSubscription | null> {
  if (!('serviceWorker' in navigator)) return null
  const registration = await navigator.serviceWorker.getRegistration('/push-worker.js')
  return (await registration?.pushManager?.getSubscription()) ?? null
}

/** Ends it at the desk and in the browser. In the browser also where the desk does not answer: then nothing arrives here any more. */
export async function endPushHere(api: { endPush(endpoint: string): Promise<unknown> }): Promise<void> {
  const subscription = await pushHere()
  if (subscription === null) return
  try {
    await api.endPush(subscription.endpoint)
  } finally {
    await subscription.unsubscribe()
  }
}
