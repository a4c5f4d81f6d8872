export declare const FRONT: string;
export declare const FOR_FEW_ROWS: readonly string[];
export declare const SERVER: string;
export declare const areShardsAskedFor: boolean;
export declare const isCi: boolean;
export declare function installChdb(): Promise<string | null>;
export declare function libraryFile(): string;
