using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Fabrique.Web.Platform.Simulation;

/// <summary>Sees the tasks and mails that a simulation saves.</summary>
/// <param name="people">The people of the simulation.</param>
internal sealed class WrittenFacts(IReadOnlyList<SimulatedPerson> people) : SaveChangesInterceptor
{
    private readonly List<SimulationEvent> saving = [];
    private readonly List<SimulationEvent> saved = [];

    public IReadOnlyList<SimulationEvent> Take()
    {
        SimulationEvent[] taken = [.. saved];
        saved.Clear();
        return taken;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        saving.Clear();
        foreach (var entry in eventData.Context!.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added))
        {
            switch (entry.Entity)
            {
                case WorkItem item:
                    saving.Add(new SimulationEvent(item.OpenedAt, SimulationEventKind.Task)
                    {
                        Person = SimulatedPeople.NameOf(item, people, eventData.Context.Set<StaffMember>().Local),
                        Text = item.Title,
                        DueAt = item.DueAt,
                        Reminders = [.. item.Reminders.Select(reminder => reminder.DueAt)],
                    });
                    break;
                case OutgoingMail mail:
                    saving.Add(new SimulationEvent(mail.CreatedAt, SimulationEventKind.Mail) { Person = mail.ToName, Text = mail.Subject, Body = mail.TextBody });
                    break;
            }
        }

        return new ValueTask<InterceptionResult<int>>(result);
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        saved.AddRange(saving.OrderBy(fact => fact.Kind).ThenBy(fact => fact.Person, StringComparer.Ordinal));
        saving.Clear();
        return new ValueTask<int>(result);
    }
}
