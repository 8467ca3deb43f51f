using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;

namespace Fabrique.Web.Platform.Simulation;

/// <summary>The messages of a simulation: what administrators made of them, when it was given that; otherwise what the software ships. What is of one call is of no simulated one.</summary>
internal sealed class SimulatedMessages(FabriqueDbContext db, MessageCatalog shipped, MergeTags tags, SubjectTypes subjects, SimulationCast cast) : MessagesInForce(db, shipped, tags, subjects)
{
    protected override Task<IReadOnlyList<WrittenMessage>> ReadAsync(string key, MessageScope here, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WrittenMessage>>([.. cast.Messages.Where(written => written.Key == key)]);
}
