using Fabrique.Domain.Messages;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Delivers into <c>/administration/envois</c>, where every mail is anyway: nothing leaves the application.</summary>
public sealed class MailboxTransport : IMailTransport
{
    public Task<Delivery> DeliverAsync(OutgoingMail mail, CancellationToken cancellationToken) => Task.FromResult(Delivery.Accepted);
}
