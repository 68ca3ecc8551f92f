Feature: Issue a loan

  Scenario: A blocked card is refused
    Given a card that was reported lost
    When the desk scans the card and a book
    Then no loan is made
    And the answer names the reason
