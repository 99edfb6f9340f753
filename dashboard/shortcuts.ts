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

/** Ctrl (or ⌘) with one key, inside fields too, but not over a dialog. */
export function useChord(key: string, action: () => void): void {
  function onKey(event: KeyboardEvent): void {
    if (event.key.toLowerCase() !== key || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    if (dialogIsOpen()) return
    event.preventDefault()
    action()
  }

  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}

/** Closed dialogs of Element stay in the document, unseen. */
function dialogIsOpen(): boolean {
  return [...document.querySelectorAll('dialog[open], .el-overlay-dialog')].some((one) => one.getClientRects().length > 0)
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable], [role="dialog"], dialog') !== null
}
