import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Where every screen is opened anyway, both are asked for; what stands over a screen has the same colours. */
export type AxeThemes = 'light' | 'both'

/**
 * Serious and critical findings of axe on the page as it stands, one line an element; empty is what we hold to. A theme changes colours alone,
 * so that the dark one is asked for its contrasts only.
 */
export async function accessibilityFaults(page: Page, themes: AxeThemes = 'light'): Promise<string[]> {
  const light = await faultsIn(page, 'light', (axe) => axe.withTags(rules))
  const dark = themes === 'both' ? await faultsIn(page, 'dark', (axe) => axe.withRules('color-contrast')) : []
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
  return [...light, ...dark]
}

async function faultsIn(page: Page, colorScheme: 'light' | 'dark', asking: (axe: AxeBuilder) => AxeBuilder): Promise<string[]> {
  // A colour on its way from one theme to the other belongs to neither.
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  // In the page itself: the other way opens a page of its own for each run to gather frames, and ours has none.
  // What passes need not be named: to find the way to each element of it is much of the work on a large page.
  const { violations } = await asking(new AxeBuilder({ page }).options({ resultTypes: ['violations'] }))
    .setLegacyMode()
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${colorScheme}: ${id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`))
}
