import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { Departments } from '../../../config/schema.ts'
import { assessorFor, nowhereInParticular } from '../../support/assess-knowledge.ts'

const file = new URL('../../../config/examples/a-city/departments.yaml', import.meta.url)
const departments = Departments.parse(parse(readFileSync(file, 'utf8')))

let assess: Awaited<ReturnType<typeof assessorFor>>
beforeAll(async () => {
  assess = await assessorFor(nowhereInParticular, departments)
})

test('the 27 bureaus of a city government and the office that coordinates', () => {
  expect(departments).toHaveLength(28)
  expect(departments.filter(({ coordinator }) => coordinator).map(({ id }) => id)).toEqual(['publicity'])
})

test('no word stands twice among the plain duties of a bureau', () => {
  const doubled = departments.flatMap(({ name, duties }) => duties.filter((word, at) => duties.indexOf(word) !== at).map((word) => `${name} ${word}`))

  expect(doubled).toEqual([])
})

describe('messages of citizens', () => {
  test.each([
    ['孩子到了上小学的年龄，户籍不在本学区，应当到哪里报名？', '教育'],
    ['暑假还没结束，学校就让初三学生到校补课，还要交补课费。', '教育'],
    ['小区里的幼儿园什么时候办成公办园？', '教育'],
    ['大学毕业后想把户口迁回老家，需要哪些材料？', '公安'],
    ['校门口的十字路口没有红绿灯，学生过马路很危险。', '公安'],
    ['身份证丢了，人在外地怎么补办？', '公安'],
    ['深夜有人骑摩托车飙车，轰鸣声响彻整条街。', '公安'],
    ['有人冒充客服打电话，我被骗了两万元，报案后一直没有消息。', '公安'],
    ['物业公司擅自提高物业费，业委会形同虚设。', '住建'],
    ['开发商延期交房一年多，楼盘已经停工。', '住建'],
    ['老旧小区加装电梯，低层业主不同意怎么办？', '住建'],
    ['申请公租房需要满足什么条件？', '住建'],
    ['新买的房子墙面开裂、卫生间漏水，开发商不管。', '住建'],
    ['希望把12路公交车延长到我们小区。', '交通运输'],
    ['出租车不打表、拒载，向司机索要票据也不给。', '交通运输'],
    ['我们村到镇上的水泥路烂了三年，盼望早日硬化。', '交通运输'],
    ['网约车司机绕路，平台不处理。', '交通运输'],
    ['征地补偿款三年了还没有发到村民手里，土地早就被占了。', '自然资源规划'],
    ['农村宅基地建房怎样审批？', '自然资源规划'],
    ['房子买了十年，开发商一直没有办理不动产证。', '自然资源规划'],
    ['有人在基本农田里建厂房，破坏耕地。', '自然资源规划'],
    ['楼下烧烤店每晚占道经营，油烟呛人，吵到凌晨。', '城管'],
    ['人行道上的路灯坏了一个月，没人来修。', '城管'],
    ['邻居在楼顶违规搭建雨棚，请拆除违建。', '城管'],
    ['渣土车通宵从门前经过，尘土飞扬。', '城管'],
    ['垃圾中转站臭味很大，垃圾清运不及时。', '城管'],
    ['公司拖欠工资三个月，老板避而不见。', '人社'],
    ['单位从来没有给我买社保，离职以后怎么补缴？', '人社'],
    ['事业单位招聘的面试成绩什么时候公布？', '人社'],
    ['工伤认定之后用人单位不肯赔偿。', '人社'],
    ['化工厂夜里偷排废水，河水发黑，气味刺鼻。', '生态环境'],
    ['村边的养猪场没有环评手续，臭气熏天。', '生态环境'],
    ['厂里的粉尘落满了窗台，机器噪声超标。', '生态环境'],
    ['停车场收费标准太高，请物价部门核定。', '发改'],
    ['健身房关门跑路，会员卡里的钱不退款。', '市场监管'],
    ['在超市买到过期食品，商家拒绝赔偿。', '市场监管'],
    ['商场的电梯多年没有年检，经常掉层。', '市场监管'],
    ['自来水经常停水，水压太低，五楼用不上水。', '水利水务'],
    ['村里的水库漏水严重，堤坝很危险。', '水利水务'],
    ['有采砂船在河道里非法采砂。', '水利水务'],
    ['母亲重病，家里没有收入，怎样申请低保？', '民政'],
    ['退伍军人的优待金什么时候发放？', '民政'],
    ['想给父亲在公墓买一块墓地，价格高得离谱。', '民政'],
    ['乡镇卫生院的医生态度恶劣，药费也收得多。', '卫生健康'],
    ['独生子女父母奖励金怎么领？', '卫生健康'],
    ['买二手房的契税怎么缴，税率是多少？', '税务'],
    ['饭店不给开发票，说没有发票。', '税务'],
    ['住房公积金异地贷款需要什么手续？', '公积金'],
    ['到外省看病，医保能不能直接结算，报销比例多少？', '医保'],
    ['楼道堆满杂物，消防通道被占，灭火器过期。', '应急消防'],
    ['居民楼里有人储存烟花爆竹。', '应急消防'],
    ['山上的树被人乱砍滥伐，林地成了荒山。', '林业'],
    ['会计证继续教育在哪里登记？', '财政'],
    ['体育馆什么时候对市民开放，全民健身设施太少。', '文旅体'],
    ['景区里的导游强制购物，旅行社不退钱。', '文旅体'],
    ['种粮补贴今年怎么还没有到账？土地流转给了合作社。', '农业农村'],
    ['有人在河里电鱼，渔政管不管？', '农业农村'],
    ['我们这里没有大型超市，希望招商引资引进购物中心。', '商务'],
    ['申请法律援助要带哪些材料，律师怎么收费？', '司法'],
    ['老家手机信号差，宽带也装不上。', '工信'],
    ['信访局答复了吗？信访件已经提交两个月。', '信访'],
    ['办残疾证需要到哪家医院鉴定？', '残联'],
    ['我家条件这么差，为什么没有评上建档立卡贫困户？', '扶贫']
  ])('%s is for %s', (text, name) => {
    expect(assess({ text }).departments[0]).toMatchObject({ name, role: 'lead' })
  })

  test('what no bureau answers for goes to the publicity office, never dropped', () => {
    expect(assess({ text: '大家早上好。' }).departments).toMatchObject([{ id: 'publicity', role: 'lead' }])
  })
})
