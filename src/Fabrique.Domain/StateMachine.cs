namespace Fabrique.Domain;

/// <summary>
/// The states of an aggregate as one table: from a state, an event leads to a state.
/// Documentation, property tests and the available actions are read from <see cref="Transitions"/>.
/// </summary>
public sealed class StateMachine<TState, TEvent>
    where TState : struct, Enum
    where TEvent : struct, Enum
{
    private readonly Dictionary<(TState From, TEvent Event), TState> table;

    public StateMachine(params IReadOnlyList<(TState From, TEvent Event, TState To)> transitions)
    {
        Transitions = transitions;
        table = transitions.ToDictionary(transition => (transition.From, transition.Event), transition => transition.To);
    }

    public IReadOnlyList<(TState From, TEvent Event, TState To)> Transitions { get; }

    public bool Allows(TState from, TEvent occurred) => table.ContainsKey((from, occurred));

    public TState Next(TState from, TEvent occurred) => table.TryGetValue((from, occurred), out var next)
        ? next
        : throw new InvalidOperationException($"No transition from {from} on {occurred}.");
}
