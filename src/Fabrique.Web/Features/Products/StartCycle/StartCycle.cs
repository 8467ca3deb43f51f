using Fabrique.Domain.Products;
using Fabrique.Domain.Time;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products.StartCycle;

/// <summary>Starts the product's first cycle, and by its length says that of those that follow. Does nothing when it has one.</summary>
[About(ProductSubject.SubjectCode)]
[Activity("Fabrique.StartCycle", DisplayName = "Commencer le cycle", Category = ProductsModule.Category, Description = "Le premier cycle du produit commence aujourd’hui.")]
[Input("Months", typeof(int), DisplayName = "Durée (mois)", DefaultValue = "6", Description = "De 1 à 36 mois. Les cycles qui suivent, à chaque renouvellement, durent autant.")]
[Output("EndsOn", typeof(DateOnly), DisplayName = "Dernier jour du cycle", Description = "La date à laquelle le cycle prend fin.")]
public sealed class StartCycle : Activity
{
    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var months = context.GetInput<int>("Months");
        if (FundingCycle.ProblemOfMonths(months) is { } problem)
        {
            throw new PermanentFailureException($"Le cycle ne peut pas commencer : {problem}.");
        }

        var id = context.SubjectId(ProductSubject.SubjectCode);
        var db = context.Db();
        var product = await db.Products.Include(product => product.Cycles).SingleAsync(product => product.Id == id, context.CancellationToken);
        var isNew = product.CurrentCycle is null;
        var now = context.Clock.GetUtcNow();
        var cycle = product.StartFirstCycle(Guid.CreateVersion7(now), ParisTime.DayOf(now.UtcDateTime), months);
        if (isNew)
        {
            db.TimelineEntries.Add(TimelineEntry.Write(
                Guid.CreateVersion7(now),
                context.Subject(),
                now.UtcDateTime,
                actorId: null,
                $"Le cycle {cycle.Number} commence ; il dure jusqu’au {FrenchDate.Day(cycle.EndsOn)}."));
        }

        context.SetOutput("EndsOn", cycle.EndsOn);
        context.Complete();
    }
}
