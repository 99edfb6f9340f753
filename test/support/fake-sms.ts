import { FakeService, type Asked, type Said } from './fake-service.ts'

/** 阿里云 SendSms: fields in the query, the parameters of the template as JSON within, a code in the answer. */
export class FakeAliyunSms extends FakeService {
  readonly sent: { readonly phone: string; readonly parameters: Readonly<Record<string, string>> }[] = []
  /** Numbers that were sent too much today. */
  readonly tired = new Set<string>()

  protected answer({ url, headers }: Asked): Said {
    if (!/^ACS3-HMAC-SHA256 Credential=key-id,SignedHeaders=[a-z0-9;-]+,Signature=[0-9a-f]{64}$/.test(headers.authorization ?? '')) {
      return { status: 400, body: { Code: 'SignatureDoesNotMatch', Message: 'signature' } }
    }
    const phone = url.searchParams.get('PhoneNumbers') ?? ''
    if (headers['x-acs-action'] !== 'SendSms' || url.searchParams.get('SignName') !== '望楼')
      return { status: 400, body: { Code: 'isv.SMS_SIGNATURE_ILLEGAL', Message: '签名' } }
    if (this.tired.has(phone)) return { body: { Code: 'isv.BUSINESS_LIMIT_CONTROL', Message: '触发天级流控' } }
    if (!/^1\d{10}$/.test(phone)) return { body: { Code: 'isv.MOBILE_NUMBER_ILLEGAL', Message: `${phone} 非法` } }
    this.sent.push({ phone, parameters: JSON.parse(url.searchParams.get('TemplateParam') ?? '{}') as Record<string, string> })
    return { body: { Code: 'OK', Message: 'OK', BizId: `biz-${this.sent.length}` } }
  }
}

/** 腾讯云 SendSms: JSON in, one state a number out, errors of the whole beside. */
export class FakeTencentSms extends FakeService {
  readonly sent: { readonly phone: string; readonly parameters: readonly string[] }[] = []

  protected answer({ headers, body }: Asked): Said {
    if (
      !/^TC3-HMAC-SHA256 Credential=key-id\/\d{4}-\d\d-\d\d\/sms\/tc3_request, SignedHeaders=content-type;host, Signature=[0-9a-f]{64}$/.test(
        headers.authorization ?? ''
      )
    ) {
      return { body: { Response: { Error: { Code: 'AuthFailure.SignatureFailure', Message: 'signature' } } } }
    }
    const { PhoneNumberSet, TemplateParamSet } = JSON.parse(body) as { PhoneNumberSet: string[]; TemplateParamSet: string[] }
    const [phone = ''] = PhoneNumberSet
    if (!/^\+86\d{11}$/.test(phone)) {
      return { body: { Response: { SendStatusSet: [{ SerialNo: '', Code: 'InvalidParameterValue.IncorrectPhoneNumber', Message: 'number' }] } } }
    }
    this.sent.push({ phone, parameters: TemplateParamSet })
    return { body: { Response: { SendStatusSet: [{ SerialNo: `serial-${this.sent.length}`, Code: 'Ok', Message: 'send success' }] } } }
  }
}
