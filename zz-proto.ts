import { gridworld } from "/work/main/src/goals/worlds/gridworld.js";
import { solve } from "/work/main/src/goals/planning/proto.js";
import { structureOf } from "/work/main/src/goals/planning/structure.js";
const n = 100;
const map = Array.from({ length: n }, () => ".".repeat(n));
let t=performance.now();
const { mdp, stateAt } = gridworld(map, { slip: 0.2 });
console.log("build", performance.now()-t); t=performance.now();
structureOf(mdp); console.log("structure", performance.now()-t);
function bfs(target:number){ const {predecessorStart,predecessorRow,stateOf}=structureOf(mdp); const order=new Int32Array(mdp.states);const seen=new Uint8Array(mdp.states);let k=0;order[k++]=target;seen[target]=1;for(let i=0;i<k;i++){const s=order[i];for(let j=predecessorStart[s];j<predecessorStart[s+1];j++){const p=stateOf[predecessorRow[j]];if(!seen[p]){seen[p]=1;order[k++]=p;}}}return order;}
const nat = Int32Array.from({length:mdp.states},(_,i)=>i);
for (const discount of [0.9,0.99,0.999]) for (const [beta,R] of [[1,1],[10,1],[100,1],[1,10]] ) {
  const reward = new Float64Array(mdp.rows); const g = stateAt(80,70); for (let a=0;a<4;a++) reward[mdp.actionStart[g]+a]=R;
  for (const [name,order,alternate] of [["nat",nat,true],["bfs",bfs(g),false],["bfsalt",bfs(g),true]] as const)
  for (const [eta,cap] of [[.1,50],[.1,500],[.01,500],[1,5]] as const) {
    const f=()=>solve(mdp,{name:"g",reward},{beta,discount,tol:1e-9,order,eta,cap,alternate});
    f(); const t0=performance.now(); const x=f(); const dt=performance.now()-t0;
    console.log(discount,beta,R,name,eta,cap,"outers",x.outers,"sweeps",x.sweeps,dt.toFixed(1)+"ms", x.log.slice(0,12).map(v=>v.toExponential(1)).join(" "));
  }
}
