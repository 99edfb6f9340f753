import { HighlightStyle } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The colours of the page, which reach into the editor's own root as custom properties do. */
export const editorTheme = EditorView.theme({
  '&': { height: 'min(60vh, 640px)', backgroundColor: 'var(--paper)', color: 'var(--ink)', fontSize: '14px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'ui-monospace, "Cascadia Mono", "Noto Sans Mono CJK SC", monospace', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--ink-2)', borderRight: '1px solid var(--hairline)' },
  '.cm-activeLine': { backgroundColor: 'transparent', boxShadow: 'inset 0 0 0 1px var(--hairline)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--hover)', color: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--blue-tint)' },
  '.cm-lintRange-error': { backgroundImage: 'none', borderBottom: '2px solid var(--ink)', backgroundColor: 'var(--mark)', color: 'var(--mark-ink)' },
  '.cm-lintRange-warning': { backgroundImage: 'none', borderBottom: '2px dotted var(--ink-2)' },
  '.cm-lint-marker': { color: 'var(--ink)', textAlign: 'center', width: '1em', height: '1.5em' },
  '.cm-lint-marker-error': { content: '"▲"' },
  '.cm-lint-marker-warning': { content: '"△"' },
  '.cm-tooltip': { backgroundColor: 'var(--paper)', color: 'var(--ink)', border: '1px solid var(--line)' },
  '.cm-panels': { backgroundColor: 'var(--panel)', color: 'var(--ink)' }
})

/** Names in the one blue, remarks in grey: the library's own colours cannot be read on a dark page. */
export const editorColours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--blue-strong)', fontWeight: '600' },
  { tag: tags.comment, color: 'var(--ink-2)' }
])
