import path from 'node:path'
import { chungang } from '../drill/scenarios/catalog.ts'
