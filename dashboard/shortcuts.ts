import { onBeforeUnmount, onMounted } from 'vue'

/** Keys while the component lives. Off inside fields and dialogs, and with Ctrl, Alt or Meta. `g d` is two keys one after the other. */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  let prefix = ''

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return
    const key = prefix + event.key
    prefix = event.key === 'g' && prefix === '' ? 'g ' : ''
    const action = actions[key]
    if (action === undefined) return
    event.preventDefault()
    action()
  }

  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable], [role="dialog"]') !== null
}
