export declare const FRONT: string;
export declare const isCi: boolean;
export declare function installChdb(): Promise<string | null>;
