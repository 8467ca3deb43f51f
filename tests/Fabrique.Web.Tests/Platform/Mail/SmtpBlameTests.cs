using Fabrique.Web.Platform.Mail;
using MailKit.Net.Smtp;

namespace Fabrique.Web.Tests.Platform.Mail;

public sealed class SmtpBlameTests
{
    [Theory]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 550, "5.1.1 no such user", DeliveryResult.Refused)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 550, "No such user here", DeliveryResult.Refused)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 550, "5.1.1 <relay@ministere.example>: no such user", DeliveryResult.Refused)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 550, "<relay.nord@ministere.example> unknown", DeliveryResult.Refused)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 552, "5.2.2 mailbox full", DeliveryResult.Refused)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 452, "4.2.2 mailbox full", DeliveryResult.Deferred)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 450, "4.1.1 greylisted", DeliveryResult.Deferred)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 550, "5.4.1 the domain of the recipient has no server", DeliveryResult.Refused)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 550, "5.7.1 you are not allowed to write to this list", DeliveryResult.Refused)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 554, "relay denied", DeliveryResult.Blocked)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 550, "5.7.1 Unable to relay", DeliveryResult.Blocked)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 454, "4.7.1 Relay access denied", DeliveryResult.Blocked)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 551, "we do not relay", DeliveryResult.Blocked)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 550, "5.7.0 Must issue a STARTTLS command first (TLS)", DeliveryResult.Blocked)]
    [InlineData(SmtpErrorCode.SenderNotAccepted, 550, "5.1.8 no such sender", DeliveryResult.Blocked)]
    [InlineData(SmtpErrorCode.SenderNotAccepted, 451, "try later", DeliveryResult.Blocked)]
    [InlineData(SmtpErrorCode.UnexpectedStatusCode, 530, "Authentication required", DeliveryResult.Blocked)]
    [InlineData(SmtpErrorCode.UnexpectedStatusCode, 535, "5.7.8 bad credentials", DeliveryResult.Blocked)]
    [InlineData(SmtpErrorCode.UnexpectedStatusCode, 421, "service not available", DeliveryResult.Blocked)]
    [InlineData(SmtpErrorCode.UnexpectedStatusCode, 503, "5.5.1 bad sequence", DeliveryResult.Blocked)]
    [InlineData(SmtpErrorCode.MessageNotAccepted, 451, "4.3.0 queue file write error", DeliveryResult.Blocked)]
    [InlineData(SmtpErrorCode.MessageNotAccepted, 452, "4.3.1 no space left", DeliveryResult.Blocked)]
    [InlineData(SmtpErrorCode.MessageNotAccepted, 552, "5.3.4 too big", DeliveryResult.Refused)]
    [InlineData(SmtpErrorCode.MessageNotAccepted, 554, "5.6.0 malformed", DeliveryResult.Refused)]
    [InlineData(SmtpErrorCode.MessageNotAccepted, 554, "5.7.1 rejected as spam", DeliveryResult.Refused)]
    [InlineData(SmtpErrorCode.MessageNotAccepted, 550, "5.7.26 fails DMARC", DeliveryResult.Blocked)]
    [InlineData(SmtpErrorCode.MessageNotAccepted, 550, "5.7.25 the sending address has no reverse DNS", DeliveryResult.Blocked)]
    public void A_refusal_has_its_owner(SmtpErrorCode at, int status, string text, DeliveryResult expected)
    {
        var delivery = SmtpBlame.Of(new SmtpCommandException(at, (SmtpStatusCode)status, text));

        Assert.Equal(new Delivery(expected, $"{status} {text}", status >= 500), delivery);
    }
}
