import { createCapture } from './payload/capture';
import { provideExtra } from './provided-extras';

provideExtra({ payloads: createCapture });
