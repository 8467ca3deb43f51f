using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Share;

public interface IShareInput
{
    Guid ApplicationId { get; }
}

/// <summary>What those who share an application have in common.</summary>
public sealed class ShareServices(UseCaseRunner runner, FabriqueDbContext db, Actor actor, ShareMessages messages, TimeProvider clock)
{
    public UseCaseRunner Runner => runner;

    public FabriqueDbContext Db => db;

    public Actor Actor => actor;

    public ShareMessages Messages => messages;

    public DateTimeOffset Now => clock.GetUtcNow();

    public void Tell(Application application, string sentence) => db.TimelineEntries.Add(TimelineEntry.Write(
        Guid.CreateVersion7(Now), new Subject(ApplicationSubject.SubjectCode, application.Id), Now.UtcDateTime, actor.Id, Texts.Clip(sentence, TimelineEntry.SentenceLength)));

    public Task<string> NameAsync(Guid personId, CancellationToken cancellationToken) => db.StaffMembers.Where(person => person.Id == personId).Select(person => person.FullName).SingleAsync(cancellationToken);
}

/// <summary>Changes who has an idea.</summary>
public abstract class ShareHandler<TInput>(ShareServices services) : Handler<TInput>(services.Runner)
    where TInput : class, IShareInput
{
    protected sealed override async Task<Outcome> ActAsync(TInput input, CancellationToken cancellationToken) => await ActAsync(
        input,
        await services.Db.Applications.Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == input.ApplicationId, cancellationToken),
        cancellationToken);

    protected abstract Task<Outcome> ActAsync(TInput input, Application application, CancellationToken cancellationToken);
}
