using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Products;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Similarities.Redirect;

/// <summary>The team invites whoever has an idea to join a product that exists already.</summary>
public sealed record RedirectApplication
{
    public required Guid ApplicationId { get; init; }

    /// <summary>Of the application, as the page showed it.</summary>
    public required int Version { get; init; }

    public required Guid ProductId { get; init; }

    /// <summary>Given to those who have the idea.</summary>
    public required string Reason { get; init; }
}

/// <summary>The application ends there: its procedure stops, nobody is asked anything any more, and those who have the idea are written to.</summary>
public sealed class RedirectApplicationHandler(
    UseCaseRunner runner, FabriqueDbContext db, Actor actor, ApplicationProcedure procedure, SubjectTypes subjects, MessagesInForce messages, Outbox outbox, TimeProvider clock)
    : Handler<RedirectApplication>(runner)
{
    public const string Message = "candidature/reorientation";

    protected override async Task<Outcome> ActAsync(RedirectApplication input, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == input.ApplicationId, cancellationToken);
        var product = await db.Products.Include(product => product.Missions).AsSingleQuery().SingleOrDefaultAsync(product => product.Id == input.ProductId, cancellationToken);
        if (product is null)
        {
            return new Refusal("product-unknown", "Choisissez un produit dans la liste.");
        }

        if (application.MayBeRedirected(actor.Id, product) is { } refusal)
        {
            return refusal;
        }

        db.ExpectVersion(application, input.Version);
        var now = clock.GetUtcNow();
        var subject = new Subject(ApplicationSubject.SubjectCode, application.Id);
        application.Redirect(actor.Id, product, input.Reason, now.UtcDateTime);
        var told = Tell(subject, now, $"La candidature est réorientée vers le produit {product.Name}.");
        Tell(new Subject(ProductSubject.SubjectCode, product.Id), now, $"La candidature {application.Reference} est réorientée vers ce produit.");
        foreach (var mail in await WriteAsync(application, product, input.Reason, subject, cancellationToken))
        {
            mail.ToldBy(told.Id);
        }

        await procedure.StopAsync(subject, cancellationToken);
        return Outcome.Done;
    }

    private TimelineEntry Tell(Subject subject, DateTimeOffset now, string sentence)
    {
        var entry = TimelineEntry.Write(Guid.CreateVersion7(now), subject, now.UtcDateTime, actor.Id, sentence);
        db.TimelineEntries.Add(entry);
        return entry;
    }

    private async Task<IReadOnlyList<OutgoingMail>> WriteAsync(Application application, Product product, string reason, Subject subject, CancellationToken cancellationToken)
    {
        var message = await messages.FindAsync(Message, null, cancellationToken);
        if (message.IsOff)
        {
            return [];
        }

        Guid[] ids = [application.ApplicantId, .. application.CoApplicants.Where(co => co.IsAccepted).Select(co => co.PersonId!.Value)];
        var lead = product.Holder(MissionRole.Intrapreneur) ?? product.Holder(MissionRole.Coach);
        var people = await db.StaffMembers.Where(person => ids.Contains(person.Id) || person.Id == lead).OrderBy(person => person.FullName).ToListAsync(cancellationToken);
        var contact = people.Find(person => person.Id == lead) is { IsActive: true } known ? $"{known.FullName} ({known.Email})" : "l’équipe de la Fabrique numérique";
        var facts = (await subjects.Find(ApplicationSubject.SubjectCode)!.ReadFactsAsync(db, application.Id, cancellationToken))
            .With(new RedirectFacts(product.Name, product.Pitch, product.Ghid, contact, reason));
        return await outbox.WriteAsync(message.Template, [.. people.Where(person => ids.Contains(person.Id))], facts, subject, task: null, cancellationToken);
    }
}
