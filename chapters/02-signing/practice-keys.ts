import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyPair } from './key-pair.ts';

/**
 * A key pair to practice with. Its private key stands in a public repository, so anyone can sign with
 * it: nothing may ever trust a token that it signed.
 */
export const practiceKeys: KeyPair = {
  privateKey: createPrivateKey(`-----BEGIN PRIVATE KEY-----
MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCYcIsYvDFKnY+O
2Jt7glOjXSqjnmLoapHa6E+LxJfMexfA5kF/TxsPdxR9OhVSYuWRwVVTQWNYNAt0
VheTKZU4B87MahzW0bi36ou0x3dlyYzn8kKfMh9TEmQJyQmyFZo4n4IoBEJ7uRhT
b7TH7CAwt0XZZ+AU82sBr5u4S+yFfd4IOX1EQgFnxB5Wp3z9dEtmluoFstdYsKvt
Yn/yQH8c0KB/xL2lXpYDBP0m7jE8FuQ7U/iH8cZsjN2pNMJCsoAl4O+TWK0ZJZ5V
lQuvvlfalHaFopLBgYQxUg+jgv+yarYSQFdQnbGtwn0MelIEBBpBYnLv3Sfkhd9k
HckRTrhdAgMBAAECggEACT/W6MbOdNkPk1rIQFu9iG2IP0pGdRS2SeKLpQ7mKQWV
AOLXuYpKuYr/psOF9KxEgq4I59bRWNI7mbD5mDfPMomivht4KX6rJxmnpW3u7DGp
B4/XBALODMPSZxeYK4KNC39+LcBoakpmU/W0sea9Y0dTiSf43DyS0xTdLXcJ4GWV
M1PjiXsAypnpNEfEecbfiu/L0akksRWn7FvrbVIJv6iVAQkOpQ/1gZ2RJcNVOxDo
s2CvHo43rpAyv+CKXJgO612ftdy3ao4kp/vI8ecE5wPNF88YQ20av7rozXLBxwBb
n7sv0VGvTena79ZVOFIsvwqmqGsBG9GocMBb4zj6fwKBgQDTCst0aPycAWScweKx
LlI/1f+BsLqiAE/cb9bArxysHQSCbOfkWAfsq5zdtB+5+U09WpqVZejq0/UFFrVo
USevlxnK9satmmIXUpUTu9R04c1YUJZHVII6Ju48Y9vNlKORQhntExCbsVKb8uVg
gwCE6iHnjzRZNCDmwwnTbKMW3wKBgQC46dpkUG/WBdtqIpiFBbxGWrecxU/ea4Ig
MAMut7ssR3YQxaMXCHq1eNB2h+x/qzM/RlpEw2B+U32n9jucLhhZbkOdCC7m6tna
X5RdbtidFkg4uVVLfSHp1oXpTq58+LgzMiVZgHCfbWDbSyK7k8l6Sb1DsB+2VVBz
Ng/lD4PEQwKBgHYJUJgQbFEZGlvuuUreHJSlrV2tKgWX5RLm3pcwmfnN1QrZvK1j
azM9HOSHbUNII6JQPauXrzlASYeKFvZ8hZTZD00Mzzyj338p6kV6Ra8F6CMgF51X
r+q0gYT3WSXXn9CLxxJpGl3qRMkChrZ/LtgoV8Q6vU2zMT/AEIvW9DTDAoGAcB2a
ROhgZqv2dUu0njL0DNREL9GSs5ELvOhfhZvw6NALTfAHCpghjpZKDxQq2N28nMjT
Qo4Tm4ST05sAWZm5OcAZTsT/axNKM5VwJ5Zl0BkKgRoeFT8xqM5hMyx5r1w+kwv8
iV/O6VswNsY/sOvSZUsAbmIDWFIyDSjiSkg15HECgYBTy+FAHbcjUYpNinqrxg91
VM5F3dOPaJclRiuyCl8ryJB6aNzlUtqEMP7VH1rtIzCac2P5fi5hwPsBqbVa76Qm
9SrBpk/ChxX8AW1MWPyuP/fd+bSH7PMVPrL5ZSTppL+SUYz78YmgbKaXROe7X8Rz
LHzLz+8cuDcNNctOes2GVw==
-----END PRIVATE KEY-----
`),
  publicKey: createPublicKey(`-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmHCLGLwxSp2Pjtibe4JT
o10qo55i6GqR2uhPi8SXzHsXwOZBf08bD3cUfToVUmLlkcFVU0FjWDQLdFYXkymV
OAfOzGoc1tG4t+qLtMd3ZcmM5/JCnzIfUxJkCckJshWaOJ+CKARCe7kYU2+0x+wg
MLdF2WfgFPNrAa+buEvshX3eCDl9REIBZ8QeVqd8/XRLZpbqBbLXWLCr7WJ/8kB/
HNCgf8S9pV6WAwT9Ju4xPBbkO1P4h/HGbIzdqTTCQrKAJeDvk1itGSWeVZULr75X
2pR2haKSwYGEMVIPo4L/smq2EkBXUJ2xrcJ9DHpSBAQaQWJy790n5IXfZB3JEU64
XQIDAQAB
-----END PUBLIC KEY-----
`),
  kid: 'practice-only',
};
