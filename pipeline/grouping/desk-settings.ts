import type { ClusterSettings } from './clusters.ts'
import { defaultLinkSettings } from './link.ts'

/** How the desk groups what comes in, and `group` a file. */
export const deskSettings: ClusterSettings = { link: defaultLinkSettings, mostCompared: 30_000, mostBystanders: 5_000 }
