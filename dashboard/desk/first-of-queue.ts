/** The most urgent, more than any window shows, are drawn first; the rest of a long queue comes behind them. */
export const firstRows = 50

/** Where the desk's first reading asks for them. */
export type FirstOfQueue = `/api/incidents?status=open&limit=${typeof firstRows}`
