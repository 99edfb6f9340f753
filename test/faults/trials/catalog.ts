import type { Trial } from '../../support/fault-trial.ts'
import { brokerDown } from './broker-down.ts'
import { brokerOfThree } from './broker-of-three.ts'
import { brokerStopped } from './broker-stopped.ts'

/** Every trial, in the order in which they run. */
export const trials: readonly Trial[] = [brokerDown(5), brokerDown(60), brokerStopped, brokerOfThree]
