// SPDX-License-Identifier: MIT
// Made from the Solidity sources by `npm run generate`; edits are lost.

export const bareTokenAbi = [
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "owner",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      }
    ],
    "name": "allowance",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "approve",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "balanceOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "mint",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "transfer",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "from",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "transferFrom",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;

export const bareTokenBytecode = '0x6080604052348015600e575f5ffd5b506103838061001c5f395ff3fe608060405234801561000f575f5ffd5b5060043610610060575f3560e01c8063095ea7b31461006457806323b872dd1461009d57806340c10f19146100b057806370a08231146100c3578063a9059cbb146100f4578063dd62ed3e14610107575b5f5ffd5b61009b61007236600461025a565b335f9081526001602090815260408083206001600160a01b039590951683529390529190912055565b005b61009b6100ab366004610282565b610131565b61009b6100be36600461025a565b6101c5565b6100e26100d13660046102bc565b5f6020819052908152604090205481565b60405190815260200160405180910390f35b61009b61010236600461025a565b6101f5565b6100e26101153660046102dc565b600160209081525f928352604080842090915290825290205481565b6001600160a01b0383165f90815260016020908152604080832033845290915281208054839290610163908490610321565b90915550506001600160a01b0383165f908152602081905260408120805483929061018f908490610321565b90915550506001600160a01b0382165f90815260208190526040812080548392906101bb90849061033a565b9091555050505050565b6001600160a01b0382165f90815260208190526040812080548392906101ec90849061033a565b90915550505050565b335f9081526020819052604081208054839290610213908490610321565b90915550506001600160a01b0382165f90815260208190526040812080548392906101ec90849061033a565b80356001600160a01b0381168114610255575f5ffd5b919050565b5f5f6040838503121561026b575f5ffd5b6102748361023f565b946020939093013593505050565b5f5f5f60608486031215610294575f5ffd5b61029d8461023f565b92506102ab6020850161023f565b929592945050506040919091013590565b5f602082840312156102cc575f5ffd5b6102d58261023f565b9392505050565b5f5f604083850312156102ed575f5ffd5b6102f68361023f565b91506103046020840161023f565b90509250929050565b634e487b7160e01b5f52601160045260245ffd5b818103818111156103345761033461030d565b92915050565b808201808211156103345761033461030d56fea264697066735822122035dc8a2c5b94519ff5ceb8170ed9910680b46954e0ffa9f2c81224c9bc062b1464736f6c63430008250033';

export const feeOnTransferTokenAbi = [
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "allowance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "ERC20InsufficientAllowance",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "sender",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "balance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "ERC20InsufficientBalance",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "approver",
        "type": "address"
      }
    ],
    "name": "ERC20InvalidApprover",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "receiver",
        "type": "address"
      }
    ],
    "name": "ERC20InvalidReceiver",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "sender",
        "type": "address"
      }
    ],
    "name": "ERC20InvalidSender",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      }
    ],
    "name": "ERC20InvalidSpender",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "owner",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "spender",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "Approval",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "from",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "Transfer",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "owner",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      }
    ],
    "name": "allowance",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "approve",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "balanceOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "decimals",
    "outputs": [
      {
        "internalType": "uint8",
        "name": "",
        "type": "uint8"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "mint",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "name",
    "outputs": [
      {
        "internalType": "string",
        "name": "",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "symbol",
    "outputs": [
      {
        "internalType": "string",
        "name": "",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "totalSupply",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "transfer",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "from",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "transferFrom",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;

export const feeOnTransferTokenBytecode = '0x608060405234801561000f575f5ffd5b506040518060400160405280600f81526020016e2332b29037b7103a3930b739b332b960891b815250604051806040016040528060038152602001621193d560ea1b8152508160039081610063919061011b565b506004610070828261011b565b5050506101d9565b634e487b7160e01b5f52604160045260245ffd5b600181811c908216806100a057607f821691505b6020821081036100be57634e487b7160e01b5f52602260045260245ffd5b50919050565b601f821115610116578282111561011657805f5260205f20601f840160051c60208510156100ef57505f5b90810190601f840160051c035f5b81811015610112575f838201556001016100fd565b5050505b505050565b81516001600160401b0381111561013457610134610078565b61014881610142845461008c565b846100c4565b6020601f82116001811461017a575f83156101635750848201515b5f19600385901b1c1916600184901b1784556101d2565b5f84815260208120601f198516915b828110156101a95787850151825560209485019460019092019101610189565b50848210156101c657868401515f19600387901b60f8161c191681555b505060018360011b0184555b5050505050565b6107a5806101e65f395ff3fe608060405234801561000f575f5ffd5b506004361061009b575f3560e01c806340c10f191161006357806340c10f191461011457806370a082311461012957806395d89b4114610151578063a9059cbb14610159578063dd62ed3e1461016c575f5ffd5b806306fdde031461009f578063095ea7b3146100bd57806318160ddd146100e057806323b872dd146100f2578063313ce56714610105575b5f5ffd5b6100a76101a4565b6040516100b491906105f6565b60405180910390f35b6100d06100cb366004610646565b610234565b60405190151581526020016100b4565b6002545b6040519081526020016100b4565b6100d061010036600461066e565b61024d565b604051601281526020016100b4565b610127610122366004610646565b610270565b005b6100e46101373660046106a8565b6001600160a01b03165f9081526020819052604090205490565b6100a761027e565b6100d0610167366004610646565b61028d565b6100e461017a3660046106c8565b6001600160a01b039182165f90815260016020908152604080832093909416825291909152205490565b6060600380546101b3906106f9565b80601f01602080910402602001604051908101604052809291908181526020018280546101df906106f9565b801561022a5780601f106102015761010080835404028352916020019161022a565b820191905f5260205f20905b81548152906001019060200180831161020d57829003601f168201915b5050505050905090565b5f3361024181858561029a565b60019150505b92915050565b5f3361025a8582856102ac565b61026585858561032d565b506001949350505050565b61027a828261038a565b5050565b6060600480546101b3906106f9565b5f3361024181858561032d565b6102a783838360016103be565b505050565b6001600160a01b038381165f908152600160209081526040808320938616835292905220545f19811015610327578181101561031957604051637dc7a0d960e11b81526001600160a01b038416600482015260248101829052604481018390526064015b60405180910390fd5b61032784848484035f6103be565b50505050565b6001600160a01b03831661035657604051634b637e8f60e11b81525f6004820152602401610310565b6001600160a01b03821661037f5760405163ec442f0560e01b81525f6004820152602401610310565b6102a7838383610490565b6001600160a01b0382166103b35760405163ec442f0560e01b81525f6004820152602401610310565b61027a5f8383610490565b6001600160a01b0384166103e75760405163e602df0560e01b81525f6004820152602401610310565b6001600160a01b03831661041057604051634a1406b160e11b81525f6004820152602401610310565b6001600160a01b038085165f908152600160209081526040808320938716835292905220829055801561032757826001600160a01b0316846001600160a01b03167f8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b9258460405161048291815260200190565b60405180910390a350505050565b61049b8383836104d0565b6001600160a01b038316158015906104bb57506001600160a01b03821615155b156102a7576102a7825f6104d0606485610731565b6001600160a01b0383166104fa578060025f8282546104ef9190610750565b9091555061056a9050565b6001600160a01b0383165f908152602081905260409020548181101561054c5760405163391434e360e21b81526001600160a01b03851660048201526024810182905260448101839052606401610310565b6001600160a01b0384165f9081526020819052604090209082900390555b6001600160a01b038216610586576002805482900390556105a4565b6001600160a01b0382165f9081526020819052604090208054820190555b816001600160a01b0316836001600160a01b03167fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef836040516105e991815260200190565b60405180910390a3505050565b602081525f82518060208401528060208501604085015e5f604082850101526040601f19601f83011684010191505092915050565b80356001600160a01b0381168114610641575f5ffd5b919050565b5f5f60408385031215610657575f5ffd5b6106608361062b565b946020939093013593505050565b5f5f5f60608486031215610680575f5ffd5b6106898461062b565b92506106976020850161062b565b929592945050506040919091013590565b5f602082840312156106b8575f5ffd5b6106c18261062b565b9392505050565b5f5f604083850312156106d9575f5ffd5b6106e28361062b565b91506106f06020840161062b565b90509250929050565b600181811c9082168061070d57607f821691505b60208210810361072b57634e487b7160e01b5f52602260045260245ffd5b50919050565b5f8261074b57634e487b7160e01b5f52601260045260245ffd5b500490565b8082018082111561024757634e487b7160e01b5f52601160045260245ffdfea2646970667358221220ec97a4156f89c9291f15cd3c23046a74aceb91b8fdd2a40f1b4f90e900febe0064736f6c63430008250033';

export const moodyTokenAbi = [
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "owner",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      }
    ],
    "name": "allowance",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "approve",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "balanceOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "mint",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "enum MoodyToken.Mood",
        "name": "mood",
        "type": "uint8"
      }
    ],
    "name": "setMood",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "transfer",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "from",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "transferFrom",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;

export const moodyTokenBytecode = '0x6080604052348015600e575f5ffd5b506104d88061001c5f395ff3fe608060405234801561000f575f5ffd5b506004361061007a575f3560e01c806340c10f191161005857806340c10f19146100dd57806370a08231146100f0578063a9059cbb14610121578063dd62ed3e14610134575f5ffd5b8063095ea7b31461007e5780630c8d6d51146100b757806323b872dd146100ca575b5f5ffd5b6100b561008c36600461037d565b335f9081526001602090815260408083206001600160a01b039590951683529390529190912055565b005b6100b56100c53660046103a5565b61015e565b6100b56100d83660046103ca565b610185565b6100b56100eb36600461037d565b610219565b61010f6100fe366004610404565b5f6020819052908152604090205481565b60405190815260200160405180910390f35b6100b561012f36600461037d565b610249565b61010f61014236600461041d565b600160209081525f928352604080842090915290825290205481565b6002805482919060ff1916600183600581111561017d5761017d61044e565b021790555050565b6001600160a01b0383165f908152600160209081526040808320338452909152812080548392906101b7908490610476565b90915550506001600160a01b0383165f90815260208190526040812080548392906101e3908490610476565b90915550506001600160a01b0382165f908152602081905260408120805483929061020f90849061048f565b9091555050505050565b6001600160a01b0382165f908152602081905260408120805483929061024090849061048f565b90915550505050565b600160025460ff1660058111156102625761026261044e565b0361026b575f5ffd5b6002805460ff1660058111156102835761028361044e565b03610290575f5f5260205ff35b600360025460ff1660058111156102a9576102a961044e565b036102b4575b6102af565b600560025460ff1660058111156102cd576102cd61044e565b036102dc575f5f5262061a805ff35b61031482600460025460ff1660058111156102f9576102f961044e565b146103045782610318565b61030f600184610476565b610318565b5050565b335f9081526020819052604081208054839290610336908490610476565b90915550506001600160a01b0382165f908152602081905260408120805483929061024090849061048f565b80356001600160a01b0381168114610378575f5ffd5b919050565b5f5f6040838503121561038e575f5ffd5b61039783610362565b946020939093013593505050565b5f602082840312156103b5575f5ffd5b8135600681106103c3575f5ffd5b9392505050565b5f5f5f606084860312156103dc575f5ffd5b6103e584610362565b92506103f360208501610362565b929592945050506040919091013590565b5f60208284031215610414575f5ffd5b6103c382610362565b5f5f6040838503121561042e575f5ffd5b61043783610362565b915061044560208401610362565b90509250929050565b634e487b7160e01b5f52602160045260245ffd5b634e487b7160e01b5f52601160045260245ffd5b8181038181111561048957610489610462565b92915050565b808201808211156104895761048961046256fea264697066735822122080b0987044ab09ed2957373f2bdbc7518245537035c11a0577c9850adc2b6c0764736f6c63430008250033';

export const nothingAbi = [] as const;

export const nothingBytecode = '0x6080604052348015600e575f5ffd5b50603e80601a5f395ff3fe60806040525f5ffdfea26469706673582212209eb5f52acadbf4225826afff77d133f2f358d7f1b78a1dbb8bb919e2a7291a5864736f6c63430008250033';

export const oddTokenAbi = [
  {
    "inputs": [
      {
        "internalType": "bytes",
        "name": "symbol_",
        "type": "bytes"
      },
      {
        "internalType": "bytes",
        "name": "decimals_",
        "type": "bytes"
      },
      {
        "internalType": "uint256",
        "name": "zeros",
        "type": "uint256"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "owner",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      }
    ],
    "name": "allowance",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "approve",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "balanceOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "decimals",
    "outputs": [],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "mint",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "symbol",
    "outputs": [],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "transfer",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "from",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "transferFrom",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;

export const oddTokenBytecode = '0x608060405234801561000f575f5ffd5b5060405161077538038061077583398101604081905261002e916100f0565b600261003a84826101ec565b50600361004783826101ec565b50600455506102aa9050565b634e487b7160e01b5f52604160045260245ffd5b5f82601f830112610076575f5ffd5b81516001600160401b0381111561008f5761008f610053565b604051601f8201601f19908116603f011681016001600160401b03811182821017156100bd576100bd610053565b6040528181528382016020018510156100d4575f5ffd5b8160208501602083015e5f918101602001919091529392505050565b5f5f5f60608486031215610102575f5ffd5b83516001600160401b03811115610117575f5ffd5b61012386828701610067565b602086015190945090506001600160401b03811115610140575f5ffd5b61014c86828701610067565b925050604084015190509250925092565b600181811c9082168061017157607f821691505b60208210810361018f57634e487b7160e01b5f52602260045260245ffd5b50919050565b601f8211156101e757828211156101e757805f5260205f20601f840160051c60208510156101c057505f5b90810190601f840160051c035f5b818110156101e3575f838201556001016101ce565b5050505b505050565b81516001600160401b0381111561020557610205610053565b61021981610213845461015d565b84610195565b6020601f82116001811461024b575f83156102345750848201515b5f19600385901b1c1916600184901b1784556102a3565b5f84815260208120601f198516915b8281101561027a578785015182556020948501946001909201910161025a565b508482101561029757868401515f19600387901b60f8161c191681555b505060018360011b0184555b5050505050565b6104be806102b75f395ff3fe608060405234801561000f575f5ffd5b5060043610610085575f3560e01c806370a082311161005857806370a08231146100f057806395d89b4114610121578063a9059cbb14610129578063dd62ed3e1461013c575f5ffd5b8063095ea7b31461008957806323b872dd146100c2578063313ce567146100d557806340c10f19146100dd575b5f5ffd5b6100c061009736600461035d565b335f9081526001602090815260408083206001600160a01b039590951683529390529190912055565b005b6100c06100d0366004610385565b610166565b6100c06101fa565b6100c06100eb36600461035d565b61028d565b61010f6100fe3660046103bf565b5f6020819052908152604090205481565b60405190815260200160405180910390f35b6100c06102bd565b6100c061013736600461035d565b6102cd565b61010f61014a3660046103df565b600160209081525f928352604080842090915290825290205481565b6001600160a01b0383165f90815260016020908152604080832033845290915281208054839290610198908490610424565b90915550506001600160a01b0383165f90815260208190526040812080548392906101c4908490610424565b90915550506001600160a01b0382165f90815260208190526040812080548392906101f090849061043d565b9091555050505050565b61028b6003805461020a90610450565b80601f016020809104026020016040519081016040528092919081815260200182805461023690610450565b80156102815780601f1061025857610100808354040283529160200191610281565b820191905f5260205f20905b81548152906001019060200180831161026457829003601f168201915b5050505050610317565b565b6001600160a01b0382165f90815260208190526040812080548392906102b490849061043d565b90915550505050565b61028b6002805461020a90610450565b335f90815260208190526040812080548392906102eb908490610424565b90915550506001600160a01b0382165f90815260208190526040812080548392906102b490849061043d565b80515f03610325575b610320565b6004546001810161033857815160208301fd5b8082510160208301f35b80356001600160a01b0381168114610358575f5ffd5b919050565b5f5f6040838503121561036e575f5ffd5b61037783610342565b946020939093013593505050565b5f5f5f60608486031215610397575f5ffd5b6103a084610342565b92506103ae60208501610342565b929592945050506040919091013590565b5f602082840312156103cf575f5ffd5b6103d882610342565b9392505050565b5f5f604083850312156103f0575f5ffd5b6103f983610342565b915061040760208401610342565b90509250929050565b634e487b7160e01b5f52601160045260245ffd5b8181038181111561043757610437610410565b92915050565b8082018082111561043757610437610410565b600181811c9082168061046457607f821691505b60208210810361048257634e487b7160e01b5f52602260045260245ffd5b5091905056fea264697066735822122021401dd72696c94507dd846c5a9759b1874eaa58272e68a05ad53f9514e209f064736f6c63430008250033';

export const reenteringTokenAbi = [
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "owner",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      }
    ],
    "name": "allowance",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "approve",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "balanceOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "mint",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "transfer",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "from",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "transferFrom",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "target",
        "type": "address"
      },
      {
        "internalType": "bytes",
        "name": "data",
        "type": "bytes"
      }
    ],
    "name": "willCall",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;

export const reenteringTokenBytecode = '0x6080604052348015600e575f5ffd5b506106f48061001c5f395ff3fe608060405234801561000f575f5ffd5b506004361061007a575f3560e01c806370a082311161005857806370a08231146100dd5780639daf7b351461010e578063a9059cbb14610121578063dd62ed3e14610134575f5ffd5b8063095ea7b31461007e57806323b872dd146100b757806340c10f19146100ca575b5f5ffd5b6100b561008c36600461037f565b335f9081526001602090815260408083206001600160a01b039590951683529390529190912055565b005b6100b56100c53660046103a7565b61015e565b6100b56100d836600461037f565b610176565b6100fc6100eb3660046103e1565b5f6020819052908152604090205481565b60405190815260200160405180910390f35b6100b561011c366004610401565b6101a6565b6100b561012f36600461037f565b6101e7565b6100fc61014236600461047f565b600160209081525f928352604080842090915290825290205481565b6101666101fd565b610171838383610286565b505050565b6001600160a01b0382165f908152602081905260408120805483929061019d9084906104c4565b90915550505050565b82828260025f60036101b984868361057f565b508491906101000a8154816001600160a01b0302191690836001600160a01b03160217905550505050505050565b6101ef6101fd565b6101f9828261031a565b5050565b6002546001600160a01b031661020f57565b6002546040515f9182916001600160a01b03909116906102319060039061063a565b5f604051808303815f865af19150503d805f811461026a576040519150601f19603f3d011682016040523d82523d5f602084013e61026f565b606091505b5091509150811561027e575050565b805160208201fd5b6001600160a01b0383165f908152600160209081526040808320338452909152812080548392906102b89084906106ab565b90915550506001600160a01b0383165f90815260208190526040812080548392906102e49084906106ab565b90915550506001600160a01b0382165f90815260208190526040812080548392906103109084906104c4565b9091555050505050565b335f90815260208190526040812080548392906103389084906106ab565b90915550506001600160a01b0382165f908152602081905260408120805483929061019d9084906104c4565b80356001600160a01b038116811461037a575f5ffd5b919050565b5f5f60408385031215610390575f5ffd5b61039983610364565b946020939093013593505050565b5f5f5f606084860312156103b9575f5ffd5b6103c284610364565b92506103d060208501610364565b929592945050506040919091013590565b5f602082840312156103f1575f5ffd5b6103fa82610364565b9392505050565b5f5f5f60408486031215610413575f5ffd5b61041c84610364565b9250602084013567ffffffffffffffff811115610437575f5ffd5b8401601f81018613610447575f5ffd5b803567ffffffffffffffff81111561045d575f5ffd5b86602082840101111561046e575f5ffd5b939660209190910195509293505050565b5f5f60408385031215610490575f5ffd5b61049983610364565b91506104a760208401610364565b90509250929050565b634e487b7160e01b5f52601160045260245ffd5b808201808211156104d7576104d76104b0565b92915050565b634e487b7160e01b5f52604160045260245ffd5b600181811c9082168061050557607f821691505b60208210810361052357634e487b7160e01b5f52602260045260245ffd5b50919050565b601f821115610171578282111561017157805f5260205f20601f840160051c602085101561055457505f5b90810190601f840160051c035f5b81811015610577575f83820155600101610562565b505050505050565b67ffffffffffffffff831115610597576105976104dd565b6105ab836105a583546104f1565b83610529565b5f601f8411600181146105dc575f85156105c55750838201355b5f19600387901b1c1916600186901b178355610633565b5f83815260208120601f198716915b8281101561060b57868501358255602094850194600190920191016105eb565b5086821015610627575f1960f88860031b161c19848701351681555b505060018560011b0183555b5050505050565b5f5f8354610647816104f1565b60018216801561065e5760018114610673576106a0565b60ff19831686528115158202860193506106a0565b865f5260205f205f5b838110156106985781548882015260019091019060200161067c565b505081860193505b509195945050505050565b818103818111156104d7576104d76104b056fea26469706673582212202d59e135dc91200c3f2ea61cd804d8236e3838dc1319cc3b8a1f8c65e94781cc64736f6c63430008250033';

export const refusingTokenAbi = [
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "allowance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "ERC20InsufficientAllowance",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "sender",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "balance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "ERC20InsufficientBalance",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "approver",
        "type": "address"
      }
    ],
    "name": "ERC20InvalidApprover",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "receiver",
        "type": "address"
      }
    ],
    "name": "ERC20InvalidReceiver",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "sender",
        "type": "address"
      }
    ],
    "name": "ERC20InvalidSender",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      }
    ],
    "name": "ERC20InvalidSpender",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "owner",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "spender",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "Approval",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "from",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "Transfer",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "owner",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      }
    ],
    "name": "allowance",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "approve",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "balanceOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "decimals",
    "outputs": [
      {
        "internalType": "uint8",
        "name": "",
        "type": "uint8"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "name",
    "outputs": [
      {
        "internalType": "string",
        "name": "",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "symbol",
    "outputs": [
      {
        "internalType": "string",
        "name": "",
        "type": "string"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "totalSupply",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "transfer",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "name": "transferFrom",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "pure",
    "type": "function"
  }
] as const;

export const refusingTokenBytecode = '0x608060405234801561000f575f5ffd5b50604051806040016040528060088152602001675265667573696e6760c01b815250604051806040016040528060028152602001614e4f60f01b815250816003908161005b9190610113565b5060046100688282610113565b5050506101d1565b634e487b7160e01b5f52604160045260245ffd5b600181811c9082168061009857607f821691505b6020821081036100b657634e487b7160e01b5f52602260045260245ffd5b50919050565b601f82111561010e578282111561010e57805f5260205f20601f840160051c60208510156100e757505f5b90810190601f840160051c035f5b8181101561010a575f838201556001016100f5565b5050505b505050565b81516001600160401b0381111561012c5761012c610070565b6101408161013a8454610084565b846100bc565b6020601f821160018114610172575f831561015b5750848201515b5f19600385901b1c1916600184901b1784556101ca565b5f84815260208120601f198516915b828110156101a15787850151825560209485019460019092019101610181565b50848210156101be57868401515f19600387901b60f8161c191681555b505060018360011b0184555b5050505050565b610649806101de5f395ff3fe608060405234801561000f575f5ffd5b5060043610610090575f3560e01c8063313ce56711610063578063313ce567146100fd57806370a082311461010c57806395d89b4114610134578063a9059cbb1461013c578063dd62ed3e1461014f575f5ffd5b806306fdde0314610094578063095ea7b3146100b257806318160ddd146100d557806323b872dd146100e7575b5f5ffd5b61009c610187565b6040516100a991906104b9565b60405180910390f35b6100c56100c0366004610509565b610217565b60405190151581526020016100a9565b6002545b6040519081526020016100a9565b6100c56100f5366004610531565b5f9392505050565b604051601281526020016100a9565b6100d961011a36600461056b565b6001600160a01b03165f9081526020819052604090205490565b61009c610230565b6100c561014a366004610509565b61023f565b6100d961015d36600461058b565b6001600160a01b039182165f90815260016020908152604080832093909416825291909152205490565b606060038054610196906105bc565b80601f01602080910402602001604051908101604052809291908181526020018280546101c2906105bc565b801561020d5780601f106101e45761010080835404028352916020019161020d565b820191905f5260205f20905b8154815290600101906020018083116101f057829003601f168201915b5050505050905090565b5f3361022481858561024c565b60019150505b92915050565b606060048054610196906105bc565b5f3361022481858561025e565b61025983838360016102c0565b505050565b6001600160a01b03831661028c57604051634b637e8f60e11b81525f60048201526024015b60405180910390fd5b6001600160a01b0382166102b55760405163ec442f0560e01b81525f6004820152602401610283565b610259838383610393565b6001600160a01b0384166102e95760405163e602df0560e01b81525f6004820152602401610283565b6001600160a01b03831661031257604051634a1406b160e11b81525f6004820152602401610283565b6001600160a01b038085165f908152600160209081526040808320938716835292905220829055801561038d57826001600160a01b0316846001600160a01b03167f8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b9258460405161038491815260200190565b60405180910390a35b50505050565b6001600160a01b0383166103bd578060025f8282546103b291906105f4565b9091555061042d9050565b6001600160a01b0383165f908152602081905260409020548181101561040f5760405163391434e360e21b81526001600160a01b03851660048201526024810182905260448101839052606401610283565b6001600160a01b0384165f9081526020819052604090209082900390555b6001600160a01b03821661044957600280548290039055610467565b6001600160a01b0382165f9081526020819052604090208054820190555b816001600160a01b0316836001600160a01b03167fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef836040516104ac91815260200190565b60405180910390a3505050565b602081525f82518060208401528060208501604085015e5f604082850101526040601f19601f83011684010191505092915050565b80356001600160a01b0381168114610504575f5ffd5b919050565b5f5f6040838503121561051a575f5ffd5b610523836104ee565b946020939093013593505050565b5f5f5f60608486031215610543575f5ffd5b61054c846104ee565b925061055a602085016104ee565b929592945050506040919091013590565b5f6020828403121561057b575f5ffd5b610584826104ee565b9392505050565b5f5f6040838503121561059c575f5ffd5b6105a5836104ee565b91506105b3602084016104ee565b90509250929050565b600181811c908216806105d057607f821691505b6020821081036105ee57634e487b7160e01b5f52602260045260245ffd5b50919050565b8082018082111561022a57634e487b7160e01b5f52601160045260245ffdfea2646970667358221220002ef23252e02297983bd28553e74a880440ea337387c4444b04d8634aa7596664736f6c63430008250033';

export const changingProxyAbi = [
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "target",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
  },
  {
    "stateMutability": "nonpayable",
    "type": "fallback"
  }
] as const;

export const changingProxyBytecode = '0x6080604052348015600e575f5ffd5b5060405160f138038060f1833981016040819052602991604c565b5f80546001600160a01b0319166001600160a01b03929092169190911790556077565b5f60208284031215605b575f5ffd5b81516001600160a01b03811681146070575f5ffd5b9392505050565b606f8060825f395ff3fe6080604052348015600e575f5ffd5b505f80546001600160a01b031690369080375f5f365f845af43d5f5f3e8080156035573d5ff35b3d5ffdfea2646970667358221220c439afd3966d6e3d3be059579cb2aab5d2ecd54a06e37b8ea940d106f0061cc164736f6c63430008250033';

export const puppetAbi = [
  {
    "inputs": [
      {
        "internalType": "bytes32[]",
        "name": "topics",
        "type": "bytes32[]"
      },
      {
        "internalType": "bytes",
        "name": "data",
        "type": "bytes"
      },
      {
        "internalType": "uint256",
        "name": "times",
        "type": "uint256"
      }
    ],
    "name": "repeat",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32[]",
        "name": "topics",
        "type": "bytes32[]"
      },
      {
        "internalType": "bytes",
        "name": "data",
        "type": "bytes"
      }
    ],
    "name": "say",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;

export const puppetBytecode = '0x6080604052348015600e575f5ffd5b506103198061001c5f395ff3fe608060405234801561000f575f5ffd5b5060043610610034575f3560e01c8063572c594b146100385780635f9734a61461004d575b5f5ffd5b61004b610046366004610204565b610060565b005b61004b61005b366004610270565b610158565b5f82828080601f0160208091040260200160405190810160405280939291908181526020018383808284375f920182905250604080516020808c0282810182019093528b825296975091959194508a935089925082918501908490808284375f920191909152505084518351939450602086019390925090508015610113576001811461011b5760028114610128576003811461013a5760808401516060850151604086015160208701518587a461014d565b8183a061014d565b60208401518284a161014d565b604084015160208501518385a261014d565b6060840151604085015160208601518486a35b505050505050505050565b5f5b818110156101765761016e86868686610060565b60010161015a565b505050505050565b5f5f83601f84011261018e575f5ffd5b50813567ffffffffffffffff8111156101a5575f5ffd5b6020830191508360208260051b85010111156101bf575f5ffd5b9250929050565b5f5f83601f8401126101d6575f5ffd5b50813567ffffffffffffffff8111156101ed575f5ffd5b6020830191508360208285010111156101bf575f5ffd5b5f5f5f5f60408587031215610217575f5ffd5b843567ffffffffffffffff81111561022d575f5ffd5b6102398782880161017e565b909550935050602085013567ffffffffffffffff811115610258575f5ffd5b610264878288016101c6565b95989497509550505050565b5f5f5f5f5f60608688031215610284575f5ffd5b853567ffffffffffffffff81111561029a575f5ffd5b6102a68882890161017e565b909650945050602086013567ffffffffffffffff8111156102c5575f5ffd5b6102d1888289016101c6565b9699959850966040013594935050505056fea2646970667358221220ddc33fadaab2237b88f2b1778b2c3f00ff724bf0cdceeb94c118e22cc77d2f6a64736f6c63430008250033';

export const puppetFactoryAbi = [
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "puppet",
        "type": "address"
      }
    ],
    "name": "PuppetMade",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "puppet",
        "type": "address"
      }
    ],
    "name": "announce",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32[]",
        "name": "topics",
        "type": "bytes32[]"
      },
      {
        "internalType": "bytes",
        "name": "data",
        "type": "bytes"
      }
    ],
    "name": "debut",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "make",
    "outputs": [
      {
        "internalType": "contract Puppet",
        "name": "puppet",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "name": "puppets",
    "outputs": [
      {
        "internalType": "contract Puppet",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;

export const puppetFactoryBytecode = '0x6080604052348015600e575f5ffd5b506107598061001c5f395ff3fe608060405234801561000f575f5ffd5b506004361061004a575f3560e01c80630a46e3e91461004e57806318913e211461007d5780638c3dd92c14610092578063c6dad082146100a5575b5f5ffd5b61006161005c366004610264565b6100ad565b6040516001600160a01b03909116815260200160405180910390f35b61009061008b36600461027b565b6100d4565b005b6100906100a03660046102ed565b61010a565b6100616101e4565b5f81815481106100bb575f80fd5b5f918252602090912001546001600160a01b0316905081565b6040516001600160a01b038216907f40213385ac67553cd6975838dc6a7477909bb8f2a1d849f5d1c75d9d5c48a639905f90a250565b5f6101136101e4565b60405163572c594b60e01b81529091506001600160a01b0382169063572c594b90610148908890889088908890600401610388565b5f604051808303815f87803b15801561015f575f5ffd5b505af1158015610171573d5f5f3e3d5ffd5b5050505061017e816100d4565b60405163572c594b60e01b81526001600160a01b0382169063572c594b906101b0908890889088908890600401610388565b5f604051808303815f87803b1580156101c7575f5ffd5b505af11580156101d9573d5f5f3e3d5ffd5b505050505050505050565b5f6040516101f190610257565b604051809103905ff08015801561020a573d5f5f3e3d5ffd5b505f80546001810182559080527f290decd9548b62a8d60345a988386fc84ba6bc95484008f6362f93160ef3e5630180546001600160a01b0319166001600160a01b038316179055919050565b610335806103ef83390190565b5f60208284031215610274575f5ffd5b5035919050565b5f6020828403121561028b575f5ffd5b81356001600160a01b03811681146102a1575f5ffd5b9392505050565b5f5f83601f8401126102b8575f5ffd5b50813567ffffffffffffffff8111156102cf575f5ffd5b6020830191508360208285010111156102e6575f5ffd5b9250929050565b5f5f5f5f60408587031215610300575f5ffd5b843567ffffffffffffffff811115610316575f5ffd5b8501601f81018713610326575f5ffd5b803567ffffffffffffffff81111561033c575f5ffd5b8760208260051b8401011115610350575f5ffd5b60209182019550935085013567ffffffffffffffff811115610370575f5ffd5b61037c878288016102a8565b95989497509550505050565b604080825281018490525f6001600160fb1b038511156103a6575f5ffd5b8460051b808760608501378201828103606090810160208501528101849052838560808301375f6080828601810191909152601f909401601f1916019092019594505050505056fe6080604052348015600e575f5ffd5b506103198061001c5f395ff3fe608060405234801561000f575f5ffd5b5060043610610034575f3560e01c8063572c594b146100385780635f9734a61461004d575b5f5ffd5b61004b610046366004610204565b610060565b005b61004b61005b366004610270565b610158565b5f82828080601f0160208091040260200160405190810160405280939291908181526020018383808284375f920182905250604080516020808c0282810182019093528b825296975091959194508a935089925082918501908490808284375f920191909152505084518351939450602086019390925090508015610113576001811461011b5760028114610128576003811461013a5760808401516060850151604086015160208701518587a461014d565b8183a061014d565b60208401518284a161014d565b604084015160208501518385a261014d565b6060840151604085015160208601518486a35b505050505050505050565b5f5b818110156101765761016e86868686610060565b60010161015a565b505050505050565b5f5f83601f84011261018e575f5ffd5b50813567ffffffffffffffff8111156101a5575f5ffd5b6020830191508360208260051b85010111156101bf575f5ffd5b9250929050565b5f5f83601f8401126101d6575f5ffd5b50813567ffffffffffffffff8111156101ed575f5ffd5b6020830191508360208285010111156101bf575f5ffd5b5f5f5f5f60408587031215610217575f5ffd5b843567ffffffffffffffff81111561022d575f5ffd5b6102398782880161017e565b909550935050602085013567ffffffffffffffff811115610258575f5ffd5b610264878288016101c6565b95989497509550505050565b5f5f5f5f5f60608688031215610284575f5ffd5b853567ffffffffffffffff81111561029a575f5ffd5b6102a68882890161017e565b909650945050602086013567ffffffffffffffff8111156102c5575f5ffd5b6102d1888289016101c6565b9699959850966040013594935050505056fea2646970667358221220ddc33fadaab2237b88f2b1778b2c3f00ff724bf0cdceeb94c118e22cc77d2f6a64736f6c63430008250033a2646970667358221220e3f3565656565204ba90367c1f97eab44769f5874aa198594855b595a4e3ddfa64736f6c63430008250033';

export const smartWalletAbi = [
  {
    "inputs": [],
    "name": "isGreedy",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      },
      {
        "internalType": "bytes",
        "name": "",
        "type": "bytes"
      }
    ],
    "name": "isValidSignature",
    "outputs": [
      {
        "internalType": "bytes4",
        "name": "",
        "type": "bytes4"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "isWilling",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bool",
        "name": "greedy",
        "type": "bool"
      }
    ],
    "name": "setGreedy",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bool",
        "name": "willing",
        "type": "bool"
      }
    ],
    "name": "setWilling",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;

export const smartWalletBytecode = '0x60806040525f805460ff19166001179055348015601a575f5ffd5b50610203806100285f395ff3fe608060405234801561000f575f5ffd5b5060043610610055575f3560e01c806314c5f668146100595780631626ba7e14610082578063898ced10146100b3578063a803f2f9146100d4578063bc4dfd14146100e0575b5f5ffd5b610080610067366004610130565b5f80549115156101000261ff0019909216919091179055565b005b610095610090366004610156565b610100565b6040516001600160e01b031990911681526020015b60405180910390f35b5f546100c490610100900460ff1681565b60405190151581526020016100aa565b5f546100c49060ff1681565b6100806100ee366004610130565b5f805460ff1916911515919091179055565b5f5b5f54610100900460ff16610102575f5460ff1661011f575f610128565b630b135d3f60e11b5b949350505050565b5f60208284031215610140575f5ffd5b8135801515811461014f575f5ffd5b9392505050565b5f5f5f60408486031215610168575f5ffd5b83359250602084013567ffffffffffffffff811115610185575f5ffd5b8401601f81018613610195575f5ffd5b803567ffffffffffffffff8111156101ab575f5ffd5b8660208284010111156101bc575f5ffd5b93966020919091019550929350505056fea2646970667358221220289709900b9f0cb9c8f23847963929c2c3d562384baa5d4653260ea3be4d77b064736f6c63430008250033';
