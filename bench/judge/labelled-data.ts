import { fileURLToPath } from 'node:url'

/** Where the labelled sets lie that figures are measured on; `WANGLOU_LABELLED_DATA` names another folder. They are no part of the product. */
export const labelledData = process.env['WANGLOU_LABELLED_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))
