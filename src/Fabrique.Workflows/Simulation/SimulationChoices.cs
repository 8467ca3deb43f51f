namespace Fabrique.Workflows.Simulation;

/// <summary>
/// Walks a tree of choices depth first without keeping any state of a run: each path is run anew from the start, takes again the choices of its prefix and then the
/// first possibility of each further one.
/// </summary>
internal sealed class SimulationChoices(int deepest)
{
    private readonly List<(int Taken, int Count)> _prefix = [];
    private int _position;

    /// <summary>Whether some choices lay too deep to be explored.</summary>
    public bool IsCut { get; private set; }

    /// <returns>The possibility to take, from 0.</returns>
    public int Next(int count)
    {
        if (_position < _prefix.Count)
        {
            return Math.Min(_prefix[_position++].Taken, count - 1);
        }

        if (_prefix.Count == deepest)
        {
            IsCut |= count > 1;
            return 0;
        }

        _prefix.Add((0, count));
        _position++;
        return 0;
    }

    /// <returns>False when every path was walked.</returns>
    public bool MoveOn()
    {
        _position = 0;
        while (_prefix.Count > 0)
        {
            var (taken, count) = _prefix[^1];
            if (taken + 1 < count)
            {
                _prefix[^1] = (taken + 1, count);
                return true;
            }

            _prefix.RemoveAt(_prefix.Count - 1);
        }

        return false;
    }
}
