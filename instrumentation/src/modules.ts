import { createTellModules } from './modules/tell-modules';
import { watchLoads } from './modules/watch-loads';
import { provideExtra } from './provided-extras';

provideExtra({ modules: createTellModules(watchLoads().stop) });
